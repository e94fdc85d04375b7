import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { startChild, waitForUrl } from "@/scripts/child";
import type { World } from "./world";

/** The production build, pages and all, in a world: for what only Next itself can answer. Builds it, unless that was done. */
export async function startBuiltApp(world: World): Promise<{ stop(): Promise<void> }> {
  await promisify(execFile)(process.execPath, ["scripts/run.mjs", "scripts/build.ts"]);
  const next = ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(world.webPort)];
  const app = startChild("web", next, {
    env: { ...world.env, NODE_ENV: "production" },
    logDir: path.join(world.sandbox.dataDir, "logs"),
  });
  await waitForUrl(`${world.webUrl}/api/health`, app);
  return app;
}
