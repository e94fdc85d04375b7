import { afterAll, beforeAll, expect, test } from "vitest";
import type { BackupStatus, WalRunReport } from "@/cli/contract/backup";
import { db } from "@/lib/db";
import { newTeam } from "@/tests/harness/people";
import { createTestDatabase } from "@/tests/harness/postgres";
import { serverRow } from "@/tests/harness/server-row";
import { recordWalStatus } from "./sync-wal";
import { segmentName } from "./wal-segment";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let serverId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  const adminEmail = "owner@example.com";
  const { teamId } = await newTeam({ [adminEmail]: "owner" });
  serverId = (await serverRow({ teamId, adminEmail })).id;
});
afterAll(async () => {
  await db().$disconnect();
  await database.drop();
});

/** The log from the first segment to this one, whose last commit was made in this minute. */
function reportOf(last: number, minute: number): BackupStatus {
  const time = new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString();
  const run: WalRunReport = {
    timeline: 1,
    firstSegment: segmentName(1, 1),
    lastSegment: segmentName(1, last),
    segments: last,
    storedBytes: last,
    coveredFrom: new Date(Date.UTC(2026, 10, 20, 11)).toISOString(),
    coveredUntil: time,
    parent: null,
  };
  return {
    configured: true,
    region: "hel1",
    wal: {
      state: "ok",
      runs: [run],
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
    time,
  };
}

const lastSegments = async () =>
  (await db().walRun.findMany({ where: { serverId } })).map((run) => run.lastSegment);

test("a report that was overtaken on its way takes nothing back that is off-site", async () => {
  await Promise.all([1, 2, 3].map((last) => recordWalStatus(serverId, reportOf(last, last))));
  expect(await lastSegments()).toEqual([segmentName(1, 3)]);
  await recordWalStatus(serverId, reportOf(2, 2));
  expect(await lastSegments()).toEqual([segmentName(1, 3)]);
});

test("what follows after a server's clock was set back is recorded", async () => {
  await recordWalStatus(serverId, reportOf(300, 1));
  expect(await lastSegments()).toEqual([segmentName(1, 300)]);
});
