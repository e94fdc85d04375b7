import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { Faults } from "@/sandbox/faults";
import { AccessKeys, adminKey } from "./access-keys";
import { startStorage } from "./start-storage";

/** An object store of its own for one test file, its clock in the test's hand. */
export async function startTestStorage() {
  const dataDir = mkdtempSync(join(tmpdir(), "sandbox-storage-"));
  const keys = new AccessKeys(dataDir);
  const faults = new Faults();
  const clock = { offsetMs: 0 };
  const context = {
    dataDir,
    domain: "sandbox.localhost",
    speed: "instant" as const,
    faults,
    log: () => {},
    machines: { portBase: 0 },
  };
  const now = () => Date.now() + clock.offsetMs;
  const start = () => startStorage(context, (id) => keys.get(id), { port: 0, now });
  let server = await start();
  return {
    keys,
    faults,
    clock,
    url: () => `http://127.0.0.1:${server.port}`,
    /** A client of Amazon's SDK; each of its requests is sent once. */
    client: (key = adminKey, config: S3ClientConfig = {}) =>
      new S3Client({
        endpoint: `http://127.0.0.1:${server.port}`,
        region: "fsn1",
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId: key.id, secretAccessKey: key.secret },
        systemClockOffset: clock.offsetMs,
        ...config,
      }),
    restart: async () => {
      await server.close();
      server = await start();
    },
    close: async () => {
      await server.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
