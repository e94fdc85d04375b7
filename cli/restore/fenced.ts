import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { BackupStatus } from "@/cli/contract/backup";
import type { Paths } from "@/cli/lib/paths";
import { restoreFolder } from "./restore-folder";
import { readSwitched } from "./switch-data";

/** How long the data from before a restore can be put back. */
const fencedHours = 24;
const abandonedHours = 48;
const hourMs = 3_600_000;

/** The restores whose former data is still there. */
export async function listFenced(paths: Paths): Promise<BackupStatus["fenced"]> {
  const fenced: BackupStatus["fenced"] = [];
  for (const restoreId of await readdir(paths.restores).catch(() => [] as string[])) {
    const switched = await readSwitched(restoreFolder(paths, restoreId));
    if (switched) fenced.push({ restoreId, at: switched.at, sizeBytes: 0 });
  }
  return fenced;
}

/** Removes what nobody can ask for any more: fenced data after a day, what was never switched to after two. */
export async function removeExpired(paths: Paths, now = Date.now()): Promise<string[]> {
  const removed: string[] = [];
  for (const restoreId of await readdir(paths.restores).catch(() => [] as string[])) {
    const folder = restoreFolder(paths, restoreId);
    const switched = await readSwitched(folder);
    const since = switched ? Date.parse(switched.at) : (await stat(folder.folder)).mtimeMs;
    if (now - since < (switched ? fencedHours : abandonedHours) * hourMs) continue;
    await rm(path.join(folder.folder), { recursive: true, force: true });
    removed.push(restoreId);
  }
  return removed;
}
