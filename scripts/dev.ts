import { spawn } from "node:child_process";
import { buildPrograms } from "./build-programs";
import { ensureDataDir } from "./data-dir";
import { startInstallation } from "./installation";
import { defaultPortBase, portPlan } from "./ports";

/** `npm run dev`: what `npm run up` starts, and Next's development server on the next port beside it. */
await buildPrograms();
const ports = portPlan(defaultPortBase);
const installation = await startInstallation({
  dataDir: ensureDataDir(),
  ports,
  speed: "demo",
  say: console.log,
});
const next = spawn(
  process.execPath,
  ["node_modules/next/dist/bin/next", "dev", "-H", "127.0.0.1", "-p", String(ports.web + 1)],
  {
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "development" },
  },
);
next.once("exit", () => void installation.stop().then(() => process.exit(0)));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => next.kill(signal));
