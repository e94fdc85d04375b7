import { chmod, mkdtemp, rm } from "node:fs/promises";
import { startInstallation } from "@/scripts/installation";
import { portPlan, takenPorts } from "@/scripts/ports";

/** A whole installation of its own for the browser's tests: the production build on real PostgreSQL, sandbox and engine. */
export default async function setup(): Promise<() => Promise<void>> {
  let base = 20_000;
  while ((await takenPorts(portPlan(base))).length > 0 && base < 27_000) base += 1000;
  const dataDir = await mkdtemp("/var/tmp/nself-e2e-");
  await chmod(dataDir, 0o755);
  const installation = await startInstallation({
    dataDir,
    ports: portPlan(base),
    speed: "instant",
    env: { HEALTH_PASS_INTERVAL_MS: "20", RETRY_PAUSE_MS: "100" },
    say: () => {},
  });
  process.env.E2E = JSON.stringify({
    webUrl: installation.webUrl,
    sandboxUrl: installation.sandboxUrl,
    inboxUrl: installation.inboxUrl,
    caFile: installation.caFile,
    apiToken: installation.apiToken,
    email: installation.email,
    databaseUrl: installation.databaseUrl,
  });
  return async () => {
    await installation.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
