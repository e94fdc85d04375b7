import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import type { BackupSettings } from "@/cli/contract/backup";
import { newBackupKey } from "@/cli/contract/sealed-object";
import { pathsBelow } from "@/cli/lib/paths";
import { shipWal } from "./ship-wal";
import { readWalLedger } from "./wal-ledger";

const segmentBytes = 1024 * 1024;
const nameOf = (nth: number) => `0000000100000000${nth.toString(16).toUpperCase().padStart(8, "0")}`;

/** A segment as PostgreSQL begins one: its first page's head, and nothing in it. */
function segment(nth: number): Buffer {
  const bytes = Buffer.alloc(segmentBytes);
  bytes.writeUInt16LE(0xd113, 0);
  bytes.writeUInt32LE(1, 4);
  bytes.writeBigUInt64LE(BigInt(nth) * BigInt(segmentBytes), 8);
  bytes.writeUInt32LE(segmentBytes, 32);
  return bytes;
}

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A store that keeps what it is given, and calls before each answer to a PUT. */
async function startStore(onPut: (name: string) => Promise<void>): Promise<BackupSettings> {
  const objects = new Map<string, Buffer>();
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const name = request.url ?? "";
    if (request.method === "PUT") {
      await onPut(name);
      objects.set(name, Buffer.concat(chunks));
      response.end();
    } else {
      response.writeHead(objects.has(name) ? 200 : 404).end(objects.get(name));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close());
  return {
    place: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "hel1",
      bucket: "b",
      prefix: "servers/srv_a/",
      accessKeyId: "a",
      secretAccessKey: "b",
    },
    key: newBackupKey(),
    lockDays: null,
    selfBackupAfterHours: 26,
    report: null,
  };
}

test("a segment that is given up while others are shipped neither stops the shipper nor counts as shipped", async () => {
  const root = await mkdtemp("/var/tmp/nself-ship-");
  closers.push(() => rm(root, { recursive: true, force: true }));
  const paths = pathsBelow(root);
  await mkdir(paths.walSpool, { recursive: true });
  for (const nth of [1, 2, 3]) await writeFile(path.join(paths.walSpool, nameOf(nth)), segment(nth));
  const settings = await startStore(async (name) => {
    if (name.endsWith(nameOf(1))) await rm(path.join(paths.walSpool, nameOf(2)));
  });
  expect(await shipWal(paths, settings)).toBe(2);
  expect(await readdir(paths.walSpool)).toEqual([]);
  const { runs } = await readWalLedger(paths);
  expect(runs.map((run) => [run.firstSegment, run.lastSegment])).toEqual([
    [nameOf(1), nameOf(1)],
    [nameOf(3), nameOf(3)],
  ]);
});
