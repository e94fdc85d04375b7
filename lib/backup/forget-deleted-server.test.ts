import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { type RecordingHttp, startRecordingHttp } from "@/tests/harness/recording-http";
import { type StoredServers, startStoredServers } from "@/tests/harness/stored-server";
import { forgetDeletedServer, serversToForget } from "./forget-deleted-server";

let stored: StoredServers;
let provider: RecordingHttp;
beforeAll(async () => {
  provider = await startRecordingHttp(() => ({ status: 204 }));
  stored = await startStoredServers({ HETZNER_API_URL: provider.url });
});
afterAll(async () => {
  await provider.close();
  await stored.close();
});

const eightDaysAgo = () => new Date(Date.now() - 8 * 86_400_000);

/** A server that was deleted eight days ago, and whose last image was kept. */
async function deletedWithSnapshot(
  imageId: string,
  store: { backupStoreId: string | null; backupKey?: null },
) {
  const { server } = await stored.addServer({ deletedAt: eightDaysAgo(), ...store });
  await db().providerResource.create({
    data: {
      id: newId("providerResource"),
      serverId: server.id,
      provider: "hetzner",
      kind: "snapshot",
      name: "last image",
      externalId: imageId,
    },
  });
  return server.id;
}

const deletedImages = () =>
  provider.requests.filter(({ method }) => method === "DELETE").map(({ path }) => path);

test("the snapshot of a deleted server that never had a store is deleted after its days, too", async () => {
  const id = await deletedWithSnapshot("41", { backupStoreId: null, backupKey: null });
  expect(await serversToForget(10)).toEqual([id]);
  await forgetDeletedServer(id);
  expect(deletedImages()).toEqual([expect.stringMatching(/\/images\/41$/)]);
  expect(await serversToForget(10)).toEqual([]);
});

test("a store that is no longer configured keeps no snapshot alive", async () => {
  const id = await deletedWithSnapshot("42", { backupStoreId: "taken-out" });
  await expect(forgetDeletedServer(id)).rejects.toMatchObject({ code: "no_store" });
  expect(deletedImages()).toContainEqual(expect.stringMatching(/\/images\/42$/));
});
