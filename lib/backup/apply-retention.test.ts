import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { type StoredServers, startStoredServers } from "@/tests/harness/stored-server";
import { applyRetention } from "./apply-retention";
import { readCatalogue } from "./catalogue";
import { recordWalStatus } from "./sync-wal";
import { segmentName } from "./wal-segment";

let stored: StoredServers;
beforeAll(async () => {
  stored = await startStoredServers();
});
beforeEach(() => stored.storage.sandbox.clearFaults());
afterAll(() => stored.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const segment = (number: number) => segmentName(1, number);

/** Bases of 40, 20 and 5 days ago and of today, and the log of all that time: segments 1 to 20. */
async function longServed() {
  const { server, prefix } = await stored.addServer();
  for (const [name, days, at] of [
    ["old", 40, 3],
    ["within", 20, 6],
    ["week", 5, 12],
    ["today", 0.1, 18],
  ] as const) {
    await db().backup.create({
      data: {
        id: newId("backup"),
        serverId: server.id,
        teamId: server.teamId,
        name,
        kind: "application",
        trigger: "nightly",
        status: "good",
        storeId: "hel1",
        startedAt: daysAgo(days),
        consistentAt: daysAgo(days),
        timeline: 1,
        startSegment: segment(at),
        stopSegment: segment(at),
        level: 1,
      },
    });
    await stored.storage.write(`${prefix}backups/${name}/manifest`, Buffer.from("m"));
  }
  for (let number = 1; number <= 20; number += 1)
    await stored.storage.write(`${prefix}wal/00000001/${segment(number)}`, Buffer.from("w"));
  await report(server.id);
  const left = async () =>
    (await stored.storage.list(prefix)).map((key) =>
      key.slice(prefix.length).replace(/^(wal|backups)\//, ""),
    );
  return { serverId: server.id, prefix, left };
}

/** The server tells of all that it has ever shipped. */
const report = (serverId: string) =>
  recordWalStatus(serverId, {
    configured: true,
    region: "hel1",
    wal: {
      state: "ok",
      runs: [
        {
          timeline: 1,
          firstSegment: segment(1),
          lastSegment: segment(20),
          segments: 20,
          storedBytes: 20,
          coveredFrom: daysAgo(41).toISOString(),
          coveredUntil: daysAgo(0).toISOString(),
          parent: null,
        },
      ],
      spoolSegments: 0,
      spoolBytes: 0,
      lagSeconds: 0,
      lastShippedAt: null,
      lastError: null,
      alarm: null,
    },
    disk: { freeBytes: 1, totalBytes: 1 },
    lastBackup: null,
    maintenance: false,
    fenced: [],
    time: daysAgo(0).toISOString(),
  });

const kept = [
  ...["today", "week", "within"].map((name) => `${name}/manifest`),
  ...[6, 12, 13, 14, 15, 16, 17, 18, 19, 20].map((number) => `00000001/${segment(number)}`),
];

test.each(["/backups/", "/wal/"])(
  "what is deleted in the catalogue is deleted in the store as well, if not now, because it refuses %s, then the next time",
  async (match) => {
    const { serverId, left } = await longServed();
    const away = { type: "status", status: 403, code: "AccessDenied" };
    await stored.storage.sandbox.fault({
      provider: "storage",
      operation: "DeleteObject",
      match,
      times: 0,
      effect: away,
    });
    await expect(applyRetention(serverId)).rejects.toMatchObject({ code: "store_refused" });
    expect((await left()).length).toBeGreaterThan(kept.length);
    await stored.storage.sandbox.clearFaults();
    await applyRetention(serverId);
    expect(await left()).toEqual(kept);
  },
);

test("what is gone from the store is not asked for again", async () => {
  const { serverId, prefix, left } = await longServed();
  await applyRetention(serverId);
  // Had it been there, it would be deleted.
  await stored.storage.write(`${prefix}backups/old/manifest`, Buffer.from("m"));
  expect(await applyRetention(serverId)).toEqual({ backups: 0, walRuns: 0 });
  expect(await left()).toContain("old/manifest");
});

test("log that was deleted is no longer in the catalogue, also between two bases and after the server has told of it again", async () => {
  const { serverId } = await longServed();
  const runs = async () =>
    (await readCatalogue(serverId)).runs.map(({ firstSegment, lastSegment }) => [firstSegment, lastSegment]);
  expect(await runs()).toEqual([[segment(1), segment(20)]]);
  await applyRetention(serverId);
  const left = [
    [segment(6), segment(6)],
    [segment(12), segment(20)],
  ];
  expect(await runs()).toEqual(left);
  await report(serverId);
  expect(await runs()).toEqual(left);
  // The base in between grows old: what was deleted on both of its sides becomes one stretch.
  await db().backup.updateMany({
    where: { serverId, name: "within" },
    data: { consistentAt: daysAgo(31), startedAt: daysAgo(31) },
  });
  await applyRetention(serverId);
  await report(serverId);
  expect(await runs()).toEqual([[segment(12), segment(20)]]);
  expect(await db().deletedWal.findMany({ where: { serverId } })).toMatchObject([
    { fromSegment: segment(1), beforeSegment: segment(12), objectsDeletedAt: expect.any(Date) },
  ]);
});
