import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pathsBelow } from "@/cli/lib/paths";
import { turnOf } from "@/cli/wal/turn-to-serve";
import { restoreFolder } from "./restore-folder";
import { finishSwitch, readSwitched } from "./switch-data";

const stopData = vi.hoisted(() => vi.fn());
vi.mock("@/cli/runtime/choose-runtime", () => ({
  chooseRuntime: async () => ({ stopData, postgresAccount: null }),
}));

let root: string;
beforeEach(async () => {
  stopData.mockReset();
  root = await mkdtemp("/var/tmp/nself-switch-");
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A machine just before a switch: both sides are folders that say what they are. */
async function before() {
  const paths = pathsBelow(root);
  const folder = restoreFolder(paths, "rst_x");
  const sides = [
    [paths.postgresData, "old rows"],
    [paths.objectData, "old files"],
    [folder.data, "new rows"],
    [folder.objects, "new files"],
    [folder.spool, "spool"],
    [paths.walSpool, "spool"],
    [path.join(paths.postgresData, "pg_wal", "0".repeat(7).concat("1", "0".repeat(15), "5")), "spool"],
    [path.join(folder.data, "pg_wal", "0".repeat(7).concat("2", "0".repeat(15), "5")), "spool"],
  ] as const;
  for (const [place, says] of sides) {
    await mkdir(place, { recursive: true });
    if (says !== "spool") await writeFile(path.join(place, "says"), says);
  }
  return { paths, folder };
}

const says = (place: string) => readFile(path.join(place, "says"), "utf8");

/** The moves of a switch, in their order. */
async function moves() {
  const { paths, folder } = await before();
  return {
    paths,
    folder,
    list: [
      [paths.postgresData, folder.formerData],
      [folder.data, paths.postgresData],
      [paths.objectData, folder.formerObjects],
      [folder.objects, paths.objectData],
    ] as const,
  };
}

for (const done of [0, 1, 2, 3, 4]) {
  test(`a switch that was cut off after ${done} of its 4 moves is finished by whoever starts next: all new, all former kept`, async () => {
    const { paths, folder, list } = await moves();
    await writeFile(paths.switchJournal, JSON.stringify({ restoreId: "rst_x", serving: "restored" }));
    for (const [from, to] of list.slice(0, done)) await rename(from, to);
    await finishSwitch(paths);
    expect(await Promise.all([says(paths.postgresData), says(paths.objectData)])).toEqual([
      "new rows",
      "new files",
    ]);
    expect(await Promise.all([says(folder.formerData), says(folder.formerObjects)])).toEqual([
      "old rows",
      "old files",
    ]);
    expect(await readSwitched(folder)).toMatchObject({ serving: "restored" });
    expect([await turnOf(paths, 1), await turnOf(paths, 2)]).toEqual([null, expect.any(Date)]);
    await expect(readFile(paths.switchJournal)).rejects.toThrow();
  });
}

test("what still runs on the folders is stopped before the first of them moves", async () => {
  const { paths } = await before();
  await writeFile(paths.switchJournal, JSON.stringify({ restoreId: "rst_x", serving: "restored" }));
  let served = "";
  stopData.mockImplementation(async () => {
    served = await says(paths.postgresData);
  });
  await finishSwitch(paths);
  expect([served, await says(paths.postgresData)]).toEqual(["old rows", "new rows"]);
});

test("without a journal nothing moves, and nothing is stopped", async () => {
  const { paths } = await before();
  await finishSwitch(paths);
  expect(await says(paths.postgresData)).toBe("old rows");
  expect(stopData).not.toHaveBeenCalled();
});

test("an undo puts all of the former back, wherever it was cut off", async () => {
  for (const done of [0, 1, 2, 3, 4]) {
    await rm(root, { recursive: true, force: true });
    const { paths, folder, list } = await moves();
    for (const [from, to] of list) await rename(from, to);
    await writeFile(paths.switchJournal, JSON.stringify({ restoreId: "rst_x", serving: "former" }));
    const back = [
      [paths.postgresData, path.join(folder.folder, "undone-data")],
      [folder.formerData, paths.postgresData],
      [paths.objectData, path.join(folder.folder, "undone-minio")],
      [folder.formerObjects, paths.objectData],
    ] as const;
    for (const [from, to] of back.slice(0, done)) await rename(from, to);
    await finishSwitch(paths);
    expect(await Promise.all([says(paths.postgresData), says(paths.objectData)])).toEqual([
      "old rows",
      "old files",
    ]);
    expect([await turnOf(paths, 1), await turnOf(paths, 2)]).toEqual([expect.any(Date), null]);
  }
});
