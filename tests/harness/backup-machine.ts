import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { AwsClient } from "aws4fetch";
import pg from "pg";
import { openObjectStore } from "@/cli/backup/object-store";
import type { BackupSettings } from "@/cli/contract/backup";
import { newBackupKey } from "@/cli/contract/sealed-object";
import { socketAddress } from "@/cli/lib/unix-socket";
import { createTestMachine } from "@/cli/testing/test-machine";
import { parseEnvFile } from "@/lib/stack/render-env";
import { startSandboxProcess } from "./sandbox-process";
import { testProgram } from "./test-programs";

export type Storage = Awaited<ReturnType<typeof startStorage>>;

/** The sandbox's object store with one bucket that has versions and object lock, and admin calls to tamper with it. */
export async function startStorage() {
  const folder = await mkdtemp("/var/tmp/nself-storage-");
  const sandbox = await startSandboxProcess({ dataDir: folder });
  const bucket = "backups-hel1";
  const admin = new AwsClient({
    accessKeyId: "sandbox-storage-admin",
    secretAccessKey: "sandbox-storage-secret",
    service: "s3",
    region: "hel1",
  });
  const call = (
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: Uint8Array } = {},
  ) => admin.fetch(`${sandbox.storageUrl}/${bucket}${path}`, { method, ...init } as RequestInit);
  const made = await call("PUT", "", { headers: { "x-amz-bucket-object-lock-enabled": "true" } });
  if (!made.ok) throw new Error(`the bucket could not be made: ${made.status} ${await made.text()}`);

  return {
    sandbox,
    bucket,
    call,
    /** A server's own key: it makes and reads below its prefix, and neither replaces nor deletes. */
    keyFor: async (prefix: string): Promise<{ accessKeyId: string; secretAccessKey: string }> => {
      const id = `key-${prefix.replaceAll("/", "-")}`;
      const grants = [{ bucket, prefix, allow: ["put", "get", "list", "retain"] }];
      const response = await fetch(`${sandbox.url}/sandbox/storage/keys`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id, secret: "a-secret-of-a-server", grants }),
      });
      if (!response.ok) throw new Error(await response.text());
      return { accessKeyId: id, secretAccessKey: "a-secret-of-a-server" };
    },
    list: async (prefix: string): Promise<string[]> => {
      const answer = await call("GET", `?list-type=2&prefix=${encodeURIComponent(prefix)}`);
      return [...(await answer.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => match[1] ?? "");
    },
    read: async (key: string): Promise<Buffer> =>
      Buffer.from(await (await call("GET", `/${key}`)).arrayBuffer()),
    write: async (key: string, body: Uint8Array) => void (await call("PUT", `/${key}`, { body })),
    remove: async (key: string) => void (await call("DELETE", `/${key}`)),
    close: async () => {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A place in the store and a key, as the control plane hands them to a server. */
export async function backupSettings(storage: Storage, serverId: string): Promise<BackupSettings> {
  const prefix = `servers/${serverId}/`;
  return {
    place: {
      endpoint: storage.sandbox.storageUrl,
      region: "hel1",
      bucket: storage.bucket,
      prefix,
      ...(await storage.keyFor(prefix)),
    },
    key: newBackupKey(),
    lockDays: { base: 1, wal: 1 },
    selfBackupAfterHours: 26,
    report: null,
  };
}

/** A machine that serves a real PostgreSQL and has a place for its backups. */
export async function startBackupMachine(
  storage: Storage,
  serverId = "srv_test",
  options: { timeoutMs?: number } = {},
) {
  const machine = await createTestMachine(options);
  const image = JSON.parse(await readFile(machine.paths.machineFile, "utf8")) as Record<string, unknown>;
  await writeFile(
    machine.paths.machineFile,
    JSON.stringify({ ...image, minioCommand: [process.execPath, testProgram("storage")] }),
  );
  await machine.boot();
  const settings = await backupSettings(storage, serverId);
  const nself = async (args: string[], input?: unknown) => {
    const end = args.includes("--") ? args.indexOf("--") : args.length;
    const result = await machine.nself(
      [...args.slice(0, end), "--json", ...args.slice(end)],
      input === undefined ? undefined : JSON.stringify(input),
    );
    const envelope = JSON.parse(result.stdout || "null") as {
      ok: boolean;
      data?: unknown;
      error?: { code: string; message: string };
    } | null;
    return {
      exitCode: result.exitCode,
      log: result.stderr,
      data: envelope?.data as never,
      error: envelope?.error,
    };
  };
  /** A command that must succeed. */
  const must = async <T>(args: string[], input?: unknown): Promise<T> => {
    const result = await nself(args, input);
    if (result.exitCode !== 0)
      throw new Error(`nself ${args.join(" ")}: ${JSON.stringify(result.error)}\n${result.log}`);
    return result.data as T;
  };
  await must(["backup", "configure"], settings);
  const secrets = parseEnvFile(await readFile(machine.paths.secretsFile, "utf8"));
  return {
    ...machine,
    settings,
    /** The customer's own object store on the machine. */
    objects: openObjectStore(
      { socketPath: socketAddress(machine.paths, "minio") },
      secrets.MINIO_ROOT_PASSWORD ?? "",
    ),
    prefix: settings.place.prefix,
    run: nself,
    must,
    sql: async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> => {
      const client = new pg.Client({
        connectionString: (await readFile(machine.paths.postgresUrl, "utf8")).trim(),
      });
      await client.connect();
      try {
        return (await client.query<T>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
  };
}
