import path from "node:path";
import { type RestoreProgress, restoreProgressSchema } from "@/cli/contract/backup";
import { readJson, writeJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";

/** Everything of one restore lies in a folder of its own, on the file system of the data that it may replace. */
export function restoreFolder(paths: Paths, restoreId: string) {
  const folder = path.join(paths.restores, restoreId);
  return {
    folder,
    data: path.join(folder, "data"),
    objects: path.join(folder, "minio"),
    inbox: path.join(folder, "inbox"),
    spool: path.join(folder, "spool"),
    log: path.join(folder, "postgres.log"),
    progress: path.join(folder, "progress.json"),
    prepared: path.join(folder, "prepared.json"),
    /** What served before the switch. */
    formerData: path.join(folder, "former-data"),
    formerObjects: path.join(folder, "former-minio"),
  };
}
export type RestoreFolder = ReturnType<typeof restoreFolder>;

export function readProgress(folder: RestoreFolder): Promise<RestoreProgress | null> {
  return readJson(folder.progress, restoreProgressSchema);
}

/** Says how far it has come, at most twice a second: others poll the file. */
export function progressWriter(folder: RestoreFolder, totalBytes: number) {
  const startedAt = new Date().toISOString();
  let state: RestoreProgress = {
    phase: "files",
    doneBytes: 0,
    totalBytes,
    walPosition: null,
    startedAt,
    updatedAt: startedAt,
  };
  let writtenAt = 0;
  let writing = Promise.resolve();
  return {
    set: (change: Partial<RestoreProgress>) => {
      const phaseChanged = change.phase !== undefined && change.phase !== state.phase;
      state = { ...state, ...change, updatedAt: new Date().toISOString() };
      if (!phaseChanged && Date.now() - writtenAt < 500) return;
      writtenAt = Date.now();
      const snapshot = state;
      writing = writing.then(() => writeJson(folder.progress, snapshot)).catch(() => {});
    },
    addBytes(bytes: number) {
      this.set({ doneBytes: state.doneBytes + bytes });
    },
    flush: () => writing,
  };
}
