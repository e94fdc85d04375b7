import { rm } from "node:fs/promises";
import { isVerdict } from "@/cli/backup/is-verdict";
import { listBackups } from "@/cli/backup/list-backups";
import { openRepository } from "@/cli/backup/open-repository";
import { readManifest } from "@/cli/backup/read-manifest";
import { readBackupSettings } from "@/cli/backup/settings";
import type { ServerDrill } from "@/cli/contract/backup";
import { withPostgres } from "@/cli/lib/connect-postgres";
import { Failure, messageOf } from "@/cli/lib/failure";
import { withLock } from "@/cli/lib/lock";
import type { Paths } from "@/cli/lib/paths";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { markWal } from "@/cli/wal/mark-wal";
import { shipUntil } from "@/cli/wal/ship-until";
import { readWalLedger } from "@/cli/wal/wal-ledger";
import { examineCluster } from "./examine-cluster";
import { recoverBeside } from "./recover-beside";
import { progressWriter, restoreFolder } from "./restore-folder";
import { requireRoom } from "./room-for-restore";

/** The published table (seed: disaster recovery), in seconds. */
export const promisedSeconds: Record<ServerDrill["scenario"], number> = {
  "full-restore": 3600,
  "database-corruption": 900,
  "bad-deploy": 180,
};

/**
 * Rehearses on this server, in an instance beside what serves: the newest off-site backup and the log after it, to the
 * newest moment there is (a corrupted database), or to the moment before the newest change (a bad deploy); read row by row,
 * measured, removed. A new machine is not made here: that the control plane does. Throws what says nothing about the backup:
 * `disk_full`, `busy`, the store not answering.
 */
export async function drillHere(paths: Paths, scenario: ServerDrill["scenario"]): Promise<ServerDrill> {
  const settings = await readBackupSettings(paths);
  const repository = openRepository(settings);
  return await withLock(`${paths.run}/restore.lock`, 0, async () => {
    const startedAt = new Date();
    const from = performance.now();
    const base = (await listBackups(repository)).find(({ problem }) => problem === null);
    if (!base)
      throw new Failure("no_such_backup", "There is no backup to drill with", {
        hint: "nself backup create",
      });
    const manifest = await readManifest(repository, base.id);
    await requireRoom(paths, manifest);
    // A deploy is taken back by a restore, which first backs up what is there: nothing that was written is lost to it.
    if (scenario === "bad-deploy") {
      const marked = await withPostgres(paths, markWal);
      await shipUntil(paths, settings, { from: marked, to: marked });
    }
    const run = (await readWalLedger(paths)).runs.at(-1);
    const reach = run && run.coveredUntil > manifest.consistentAt ? run : null;
    // A deploy is taken back to the second before it.
    const back = scenario === "bad-deploy" ? 1000 : 0;
    const until =
      reach && Date.parse(reach.coveredUntil) - back > Date.parse(manifest.consistentAt) ? reach : null;
    const at = until ? new Date(Date.parse(until.coveredUntil) - back).toISOString() : null;
    const folder = restoreFolder(paths, `drill_${base.id}`);
    await rm(folder.folder, { recursive: true, force: true });
    const target = { backupId: base.id, at, timeline: until?.timeline ?? null };
    const drill: ServerDrill = {
      scenario,
      startedAt: startedAt.toISOString(),
      finishedAt: startedAt.toISOString(),
      passed: false,
      backupId: base.id,
      rtoSeconds: 0,
      rpoSeconds: Math.max(
        0,
        (startedAt.getTime() - Date.parse(at ?? manifest.consistentAt)) / 1000 - back / 1000,
      ),
      recoveredTo: null,
      rowCount: null,
      phases: [],
      checks: [],
    };
    try {
      const recovered = await recoverBeside(
        await chooseRuntime(paths),
        repository,
        manifest,
        target,
        folder,
        progressWriter(folder, manifest.postgres.dataBytes),
        async (connect) => {
          const examineFrom = performance.now();
          const examined = await examineCluster(connect);
          return { examined, seconds: (performance.now() - examineFrom) / 1000 };
        },
      );
      const { examined, seconds } = recovered.answer;
      drill.recoveredTo = recovered.recoveredTo?.toISOString() ?? null;
      drill.rowCount = examined.rowCount;
      drill.phases = [
        { key: "files", title: "Restoring the files", seconds: tenths(recovered.seconds.files) },
        { key: "wal", title: "Replaying the write-ahead log", seconds: tenths(recovered.seconds.wal) },
        { key: "examine", title: "Reading every row and index", seconds: tenths(seconds) },
      ];
      drill.checks.push({
        name: "data",
        status: "passed",
        detail: `${examined.rowCount.toLocaleString("en-US")} rows in ${examined.databases} databases read, ${examined.indexes} indexes walked`,
      });
    } catch (error) {
      if (!isVerdict(error)) throw error;
      drill.checks.push({ name: "data", status: "failed", detail: messageOf(error) });
    } finally {
      await rm(folder.folder, { recursive: true, force: true });
    }
    drill.rtoSeconds = tenths((performance.now() - from) / 1000);
    drill.finishedAt = new Date().toISOString();
    drill.passed =
      drill.checks.every(({ status }) => status === "passed") &&
      drill.rtoSeconds <= promisedSeconds[scenario];
    return drill;
  });
}

const tenths = (seconds: number) => Math.round(seconds * 10) / 10;
