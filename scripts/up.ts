import { parseArgs } from "node:util";
import { buildApp } from "./build-app";
import { buildPrograms } from "./build-programs";
import { ensureDataDir } from "./data-dir";
import { startInstallation } from "./installation";
import { operatorEmail } from "./local-env";
import { defaultPortBase, portPlan, takenPorts } from "./ports";
import { stopOnSignals } from "./stop-on-signals";

const values = readOptions();
const base = Number(values["port-base"] ?? defaultPortBase);
const speed = values.speed as "instant" | "demo" | "real";
if (!Number.isInteger(base) || base < 1024 || base > 60_000)
  fail("--port-base takes a number from 1024 to 60000.");
if (!["instant", "demo", "real"].includes(speed)) fail("--speed takes instant, demo or real.");

const ports = portPlan(base);
const databaseUrl = process.env.DATABASE_URL;
const taken = await takenPorts(databaseUrl ? ({ ...ports, postgres: undefined } as never) : ports);
if (taken.length > 0) {
  fail(
    `Something else listens on ${taken.join(", ")}. Stop it, or move all ports: npm run up -- --port-base ${base + 10_000}`,
  );
}

const say = (line: string) => console.log(`· ${line}`);
const dataDir = ensureDataDir();
await buildPrograms();
buildApp(say);
const installation = await startInstallation({
  dataDir,
  ports,
  speed,
  databaseUrl,
  say,
  starting: stopOnSignals,
});

console.log(`
  ɳSelf Cloud is up.

  Open      ${installation.webUrl}
  Sign in   as ${installation.email}; the link arrives at ${installation.inboxUrl}
            or press GitHub or Google there, and be whoever you like
  Operator  ${installation.webUrl}/operator, as ${operatorEmail}
  API       ${installation.webUrl}/api-docs (token in .data/demo.json)
  Engine    ${installation.engineUrl}
  Sandbox   ${installation.sandboxUrl}

  Ctrl-C stops everything. Logs are in .data/logs.
`);

function readOptions() {
  try {
    const options = { "port-base": { type: "string" }, speed: { type: "string", default: "demo" } } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(
      `${(error as Error).message}\nusage: npm run up -- [--port-base 13000] [--speed instant|demo|real]`,
    );
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
