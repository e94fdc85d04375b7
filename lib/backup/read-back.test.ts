import { afterAll, beforeAll, expect, test } from "vitest";
import { agentReportSchema, type Manifest } from "@/cli/contract/backup";
import { seal } from "@/cli/contract/sealed-object";
import { sha256 } from "@/lib/crypto";
import { readObject } from "@/lib/storage/read-object";
import { storeOf } from "@/lib/storage/store-of";
import { type StoredServers, smallManifest, startStoredServers } from "@/tests/harness/stored-server";
import { readBack } from "./read-back";

let stored: StoredServers;
beforeAll(async () => {
  stored = await startStoredServers();
});
afterAll(() => stored.close());

const name = "bak_20261120_020000";
const chunk = Buffer.alloc(40, 1);

/** A server whose store has what the manifest names. */
async function backedUp(change: (manifest: Manifest) => Manifest = (manifest) => manifest) {
  const one = await stored.addServer();
  await stored.storage.write(`${one.prefix}backups/${name}/base/000000`, chunk);
  await stored.storage.write(`${one.prefix}wal/00000001/000000010000000000000002`, chunk);
  const manifest = change(smallManifest(one.server.id, name, chunk.length));
  await one.put(`backups/${name}/manifest`, Buffer.from(JSON.stringify(manifest)));
  return one;
}

test("a manifest of a hundred thousand files is read back", async () => {
  const files = Array.from({ length: 100_000 }, (_, index) => ({
    path: `base/16384/${index}_vm`,
    sizeBytes: 8192,
    mode: 0o600,
    sha256: sha256(String(index)),
  }));
  const { server } = await backedUp((manifest) => ({
    ...manifest,
    postgres: { ...manifest.postgres, files },
  }));
  expect((await readBack(server, name)).manifest.postgres.files).toHaveLength(100_000);
});

test("a manifest that unpacks to far more than any cluster has is refused in words", async () => {
  const { server, put } = await backedUp();
  await put(`backups/${name}/manifest`, Buffer.alloc(200 * 1024 * 1024, " "));
  await expect(readBack(server, name)).rejects.toMatchObject({
    code: "backup_damaged",
    publicMessage: expect.stringContaining("larger than"),
  });
});

test.each([
  ["empty lists", "[],"],
  ["lists in lists", "["],
])("a manifest that is full of %s is refused before it is read", async (_, piece) => {
  const { server, put } = await backedUp();
  await put(`backups/${name}/manifest`, Buffer.alloc(60 * 1024 * 1024, piece));
  await expect(readBack(server, name)).rejects.toMatchObject({
    code: "backup_damaged",
    cause: { message: "too many objects" },
  });
});

test("a backup counts only when every list of files that its manifest names is in the store as it was stored", async () => {
  const list = { sha256: sha256(""), storedBytes: 30, plainBytes: 1 };
  const { server, prefix } = await backedUp((manifest) => ({
    ...manifest,
    objects: { buckets: [], count: 0, plainBytes: 0, lists: [list, list] },
  }));
  const write = (index: number, bytes: number) =>
    stored.storage.write(`${prefix}backups/${name}/objects/00000${index}`, Buffer.alloc(bytes));
  await write(0, 30);
  const refused = { code: "backup_damaged", publicMessage: expect.stringContaining("List of files 2") };
  await expect(readBack(server, name)).rejects.toMatchObject(refused);
  await write(1, 29);
  await expect(readBack(server, name)).rejects.toMatchObject(refused);
  await write(1, 30);
  expect((await readBack(server, name)).storedBytes).toBeGreaterThan(100);
});

test("of an object that is larger than may be no more than that is taken, and it is refused in words", async () => {
  const { server, prefix, key } = await backedUp();
  const manifest = `${prefix}backups/${name}/manifest`;
  await expect(readObject(storeOf("hel1"), manifest, 100)).rejects.toMatchObject({ code: "backup_damaged" });
  await stored.storage.write(manifest, seal(key, manifest, Buffer.alloc(65 * 1024 * 1024)));
  await expect(readBack(server, name)).rejects.toMatchObject({
    code: "backup_damaged",
    publicMessage: "The manifest in the store is larger than 67108864 bytes.",
  });
});

test("a report that names more runs or backups than a server ever tells of is refused", () => {
  const tooMany = agentReportSchema.safeParse({
    status: { wal: { runs: Array(501).fill({}) }, fenced: Array(1001).fill({}) },
    backups: Array(51).fill({}),
  });
  const refused = tooMany.error?.issues
    .filter(({ code }) => code === "too_big")
    .map(({ path }) => path.join("."));
  expect(refused).toEqual(expect.arrayContaining(["status.wal.runs", "status.fenced", "backups"]));
});
