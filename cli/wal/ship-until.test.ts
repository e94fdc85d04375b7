import { mkdtemp, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BackupSettings, WalRunReport } from "@/cli/contract/backup";
import { newBackupKey } from "@/cli/contract/sealed-object";
import { type Paths, pathsBelow } from "@/cli/lib/paths";
import { shipUntil } from "./ship-until";
import { writeWalLedger } from "./wal-ledger";

const name = (nth: number) => `0000000100000000${nth.toString(16).toUpperCase().padStart(8, "0")}`;
const run = (first: number, last: number): WalRunReport => ({
  timeline: 1,
  firstSegment: name(first),
  lastSegment: name(last),
  segments: last - first + 1,
  storedBytes: 1,
  coveredFrom: "2026-01-01T00:00:00.000Z",
  coveredUntil: "2026-01-01T00:00:00.000Z",
  parent: null,
});
const range = { from: name(5), to: name(8) };
/** Nothing lies in the spool, so the store is never asked. */
const settings: BackupSettings = {
  place: {
    endpoint: "http://127.0.0.1:9",
    region: "hel1",
    bucket: "b",
    prefix: "p/",
    accessKeyId: "a",
    secretAccessKey: "b",
  },
  key: newBackupKey(),
  lockDays: null,
  selfBackupAfterHours: 26,
  report: null,
};

let root: string;
let paths: Paths;
beforeEach(async () => {
  root = await mkdtemp("/var/tmp/nself-until-");
  paths = pathsBelow(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));
const shipped = (...runs: WalRunReport[]) =>
  writeWalLedger(paths, { runs, lastShippedAt: new Date().toISOString() });

test("log with a gap between a backup's start and its end is never taken for off-site, and the backup fails in words", async () => {
  await shipped(run(1, 6), run(8, 9));
  await expect(shipUntil(paths, settings, range)).rejects.toMatchObject({
    code: "wal_lost",
    message: expect.stringContaining("given up"),
  });
});

test("one run from the start to the end is off-site", async () => {
  await shipped(run(1, 3), run(5, 8));
  await shipUntil(paths, settings, range);
});

test("log is waited for as long as segments go, and no longer than that", async () => {
  await shipped(run(1, 5));
  const waiting = shipUntil(paths, settings, range, 500);
  for (let turn = 0; turn < 6; turn += 1) {
    await delay(200);
    await shipped(run(1, 6));
  }
  await shipped(run(1, 8));
  await waiting;
  await shipped(run(1, 6));
  await expect(shipUntil(paths, settings, range, 300)).rejects.toMatchObject({
    code: "wal_stalled",
    exit: "tryLater",
  });
});
