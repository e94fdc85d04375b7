import { join } from "node:path";
import { z } from "zod";
import { logToStderr } from "@/sandbox/log";
import { startSandbox } from "@/sandbox/start-sandbox";

const port = z.coerce.number().int().min(0).max(65_535).default(0);
const environment = z
  .object({
    SANDBOX_PORT: port,
    SANDBOX_DNS_PORT: port,
    SANDBOX_ACME_PORT: port,
    SANDBOX_STORAGE_PORT: port,
    SANDBOX_MACHINE_PORT_BASE: port,
    SANDBOX_DATA: z
      .string()
      .min(1)
      .default(join(process.cwd(), ".data", "sandbox")),
    SANDBOX_SPEED: z.enum(["instant", "demo", "real"]).default("demo"),
    SANDBOX_DOMAIN: z.string().min(1).default("sandbox.localhost"),
  })
  .parse(process.env);

const sandbox = await startSandbox({
  dataDir: environment.SANDBOX_DATA,
  port: environment.SANDBOX_PORT,
  dnsPort: environment.SANDBOX_DNS_PORT,
  acmePort: environment.SANDBOX_ACME_PORT,
  storagePort: environment.SANDBOX_STORAGE_PORT,
  machinePortBase: environment.SANDBOX_MACHINE_PORT_BASE,
  speed: environment.SANDBOX_SPEED,
  domain: environment.SANDBOX_DOMAIN,
  log: logToStderr,
}).catch((error: unknown) => {
  // "listen EADDRINUSE: address already in use 127.0.0.1:…" says all there is to say.
  logToStderr("sandbox.not_started", { error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
const { faults: _faults, close, ...addresses } = sandbox;
// One line on stdout, for the program that started us; everything else goes to stderr.
process.stdout.write(`${JSON.stringify({ ready: true, ...addresses })}\n`);

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  logToStderr("sandbox.stopping", { signal });
  await close();
  process.exit(0);
}
process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
