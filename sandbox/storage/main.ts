import { rmSync } from "node:fs";
import { connect } from "node:net";
import { parseArgs } from "node:util";
import { z } from "zod";
import { Faults } from "@/sandbox/faults";
import { logToStderr } from "@/sandbox/log";
import type { AccessKey } from "./access-keys";
import { startStorage } from "./start-storage";

/**
 * The object store as a program of its own, which a sandbox machine runs in MinIO's place, with MinIO's command line and
 * variables: `server --address <socket> <data>`. It has one key, that of root, and no buckets but those it is told to make.
 */
const input = z
  .object({
    address: z.string().startsWith("/").or(z.string().endsWith(".sock")),
    command: z.tuple([z.literal("server"), z.string().min(1)]),
    MINIO_ROOT_USER: z.string().min(3),
    MINIO_ROOT_PASSWORD: z.string().min(8),
  })
  .safeParse(readCommandLine());
if (!input.success) fail(z.prettifyError(input.error));

const { address: socketPath, command, MINIO_ROOT_USER: id, MINIO_ROOT_PASSWORD: secret } = input.data;
const [, dataDir] = command;
const root: AccessKey = { id, secret, grants: null };

// Two programs on one folder would each overwrite what the other knows.
if (await isServed(socketPath)) fail(`${socketPath} is served already`);
rmSync(socketPath, { force: true });
const context = {
  dataDir,
  domain: "",
  speed: "instant" as const,
  faults: new Faults(),
  log: logToStderr,
  machines: { portBase: 0 },
};
const server = await startStorage(context, (given) => (given === id ? root : undefined), {
  port: 0,
  socketPath,
  asMinio: true,
});
logToStderr("storage.started", { socketPath });

const stop = () => void server.close().then(() => process.exit(0));
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

function readCommandLine() {
  const { values, positionals } = parseArgs({
    options: { address: { type: "string" } },
    allowPositionals: true,
  });
  return { ...process.env, address: values.address, command: positionals };
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function fail(why: string): never {
  logToStderr("storage.not_started", { error: why });
  process.exit(1);
}
