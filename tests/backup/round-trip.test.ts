import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openObjectStore } from "@/cli/backup/object-store";
import type { BackupCreated, Prepared, Verified } from "@/cli/contract/backup";
import { type Storage, startBackupMachine, startStorage } from "@/tests/harness/backup-machine";

let storage: Storage;
let machine: Awaited<ReturnType<typeof startBackupMachine>>;

beforeAll(async () => {
  storage = await startStorage();
  machine = await startBackupMachine(storage);
});
afterAll(async () => {
  await machine?.close();
  await storage?.close();
});

test("rows that were deleted after a point in time are back after a restore to it, and gone again after the undo", async () => {
  await machine.sql("create table notes (id int primary key, body text)");
  await machine.sql("insert into notes select n, repeat('x', 200) from generate_series(1, 2000) n");
  const backup = await machine.must<BackupCreated>(["backup", "create", "--label", "before the accident"]);
  expect(backup.id).toMatch(/^bak_\d{8}_\d{6}$/);

  await machine.sql("insert into notes values (3001, 'after the backup')");
  const [before] = await machine.sql<{ at: Date }>("select clock_timestamp() as at");
  await machine.sql("delete from notes");
  // A later backup ships the log that the target needs.
  await machine.must(["backup", "create"]);

  const request = {
    restoreId: "rst_one",
    target: { backupId: backup.id, at: before?.at.toISOString(), timeline: null },
  };
  const prepared = await machine.must<Prepared>(["backup", "prepare"], request);
  expect(prepared.rowCount).toBe(2001);
  expect(await machine.sql("select count(*)::int as n from notes")).toEqual([{ n: 0 }]);

  await machine.must(["backup", "switch", "rst_one"]);
  expect(await machine.sql("select count(*)::int as n from notes")).toEqual([{ n: 2001 }]);

  await machine.must(["backup", "undo", "rst_one"]);
  expect(await machine.sql("select count(*)::int as n from notes")).toEqual([{ n: 0 }]);
});

test("a backup is proven by restoring it into a throw-away instance", async () => {
  const verified = await machine.must<Verified>(["backup", "verify"]);
  expect(verified).toMatchObject({
    valid: true,
    level: 3,
    checksum: { status: "passed" },
    integrity: { status: "passed" },
  });
});

test("files come back with the rows of the same moment, unchanged ones are stored once, and the undo brings the later ones", async () => {
  const put = (key: string, text: string) =>
    machine.objects.write("photos", key, pieces(text), { count: 1, contentType: "text/plain" });
  const keys = async () => {
    const found: string[] = [];
    for await (const { key } of machine.objects.objects("photos")) found.push(key);
    return found;
  };
  await machine.objects.makeBucket("photos");
  await put("a/one.txt", "first");
  await put("empty", "");
  await put("ünïcode & more.txt", "second");
  const backup = await machine.must<BackupCreated>(["backup", "create"]);
  const again = await machine.must<BackupCreated>(["backup", "create"]);
  expect(again.storedBytes - again.newBytes).toBeGreaterThan(0);

  await put("a/one.txt", "overwritten");
  await put("later.txt", "new");
  const request = { restoreId: "rst_files", target: { backupId: backup.id, at: null, timeline: null } };
  expect(await machine.must<Prepared>(["backup", "prepare"], request)).toMatchObject({ objects: 3 });
  expect(await keys()).toContain("later.txt");
  await machine.must(["backup", "switch", "rst_files"]);
  expect(await keys()).toEqual(["a/one.txt", "empty", "ünïcode & more.txt"]);
  const one = { key: "a/one.txt", sizeBytes: 5, etag: createHash("md5").update("first").digest("hex") };
  expect((await machine.objects.read("photos", one, 0, 5))?.body.toString()).toBe("first");
  await machine.must(["backup", "undo", "rst_files"]);
  expect(await keys()).toContain("later.txt");
});

test("what was said of a file comes back byte for byte, in whatever letters", async () => {
  const headers = {
    "content-disposition": wire('inline; filename="Müller à la  carte – 見積.pdf"'),
    "x-amz-meta-author": wire("Zoë à la carte"),
  };
  const store = machine.objects;
  await store.makeBucket("letters");
  await store.write("letters", "one", pieces("first"), { count: 1, contentType: "text/plain", headers });
  await store.write("letters", "two", pieces("only part"), { count: 2, contentType: null, headers });
  const backup = await machine.must<BackupCreated>(["backup", "create"]);
  const request = { restoreId: "rst_letters", target: { backupId: backup.id, at: null, timeline: null } };
  await machine.must<Prepared>(["backup", "prepare"], request);
  await machine.must(["backup", "switch", "rst_letters"]);
  for await (const object of store.objects("letters")) {
    const read = await store.read("letters", object, 0, object.sizeBytes);
    expect(read?.headers, object.key).toEqual(headers);
  }
});

test("an object store that is busy or cut off for a moment ends neither a backup nor a restore", async () => {
  const answers = [503, 0, 200];
  const server = http.createServer((request, response) => {
    const status = answers.shift() ?? 500;
    if (status === 0) request.socket.destroy();
    else
      response.writeHead(status).end("<ListAllMyBucketsResult><Buckets></Buckets></ListAllMyBucketsResult>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  expect(await openObjectStore({ host: "127.0.0.1", port }, "secret").buckets()).toEqual([]);
  server.close();
});

/** Text as its bytes in UTF-8 go over the wire in a header: a character for each. */
const wire = (text: string) => Buffer.from(text).toString("latin1");

async function* pieces(text: string) {
  yield Buffer.from(text);
}
