import { existsSync } from "node:fs";
import { chown, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { preparedSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { readJson, writeJson } from "@/cli/lib/files";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { readStack } from "@/cli/project/read-stack";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { noteTurn } from "@/cli/wal/turn-to-serve";
import { type RestoreFolder, restoreFolder } from "./restore-folder";

export type Serving = "restored" | "former";

const journalSchema = z.object({ restoreId: z.string(), serving: z.enum(["restored", "former"]) });
const switchedSchema = z.object({ serving: z.enum(["restored", "former"]), at: z.iso.datetime() });

/** What this restore has switched to, and when; null before its switch. */
export function readSwitched(folder: RestoreFolder) {
  return readJson(path.join(folder.folder, "switched.json"), switchedSchema);
}

/**
 * Puts the restored data in the place of the former (or back), both as whole folders. What is to be done stands in a journal
 * before the first folder moves, and whoever starts the stack next finishes it: at any instant the stack serves all of the
 * one or all of the other. Safe to ask again.
 */
export async function switchData(paths: Paths, restoreId: string, serving: Serving): Promise<void> {
  const folder = restoreFolder(paths, restoreId);
  if ((await readSwitched(folder))?.serving === serving) return;
  if (serving === "restored" && !(await readJson(folder.prepared, preparedSchema))) {
    throw new Failure("not_prepared", `${restoreId} has not been prepared`, { hint: "nself backup prepare" });
  }
  if (serving === "restored" && !existsSync(folder.data) && !existsSync(paths.switchJournal)) {
    throw new Failure("not_prepared", `What ${restoreId} restored has been undone`, {
      hint: "nself backup prepare",
    });
  }
  if (serving === "former" && !existsSync(folder.formerData) && !existsSync(paths.switchJournal)) {
    throw new Failure("nothing_to_undo", "The data from before the restore is no longer kept");
  }
  const runtime = await chooseRuntime(paths);
  await runtime.stopData();
  await writeJson(paths.switchJournal, { restoreId, serving }, 0o600);
  await moveFolders(paths);
  await runtime.start(await readStack(paths));
}

/**
 * Ends a switch that was begun. Called before anything starts; does nothing without a journal. Folders never move below a
 * database that runs: whoever was killed may have left it running.
 */
export async function finishSwitch(paths: Paths): Promise<void> {
  if (!existsSync(paths.switchJournal)) return;
  await (await chooseRuntime(paths)).stopData();
  await moveFolders(paths);
}

async function moveFolders(paths: Paths): Promise<void> {
  const journal = await readJson(paths.switchJournal, journalSchema);
  if (!journal) return;
  const folder = restoreFolder(paths, journal.restoreId);
  const undone = (name: string) => path.join(folder.folder, `undone-${name}`);
  const places =
    journal.serving === "restored"
      ? [
          { current: paths.postgresData, next: folder.data, aside: folder.formerData },
          { current: paths.objectData, next: folder.objects, aside: folder.formerObjects },
        ]
      : [
          { current: paths.postgresData, next: folder.formerData, aside: undone("data") },
          { current: paths.objectData, next: folder.formerObjects, aside: undone("minio") },
        ];
  for (const { current, next, aside } of places) {
    if (!existsSync(next)) continue; // moved already, or this restore has none
    if (existsSync(current)) await rename(current, aside);
    await rename(next, current);
  }
  await syncFolder(paths.state);
  await syncFolder(folder.folder);
  await noteTurn(paths); // before its log comes into the spool
  if (journal.serving === "restored") await takeSpool(paths, folder);
  await writeJson(path.join(folder.folder, "switched.json"), {
    serving: journal.serving,
    at: new Date().toISOString(),
  });
  await rm(paths.switchJournal, { force: true });
  log.info(
    journal.serving === "restored" ? "The restored data is in place" : "The former data is back in place",
  );
}

/** The new timeline's own log was kept beside until it became the log of this server. */
async function takeSpool(paths: Paths, folder: RestoreFolder): Promise<void> {
  const runtime = await chooseRuntime(paths);
  for (const name of await readdir(folder.spool)) {
    const target = path.join(paths.walSpool, name);
    await rename(path.join(folder.spool, name), target);
    if (runtime.postgresAccount)
      await chown(target, runtime.postgresAccount.uid, runtime.postgresAccount.gid);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
