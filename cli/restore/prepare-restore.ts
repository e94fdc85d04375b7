import { mkdir, rm } from "node:fs/promises";
import { openRepository } from "@/cli/backup/open-repository";
import { readManifest } from "@/cli/backup/read-manifest";
import { readBackupSettings } from "@/cli/backup/settings";
import { type Prepared, preparedSchema, type RestoreRequest } from "@/cli/contract/backup";
import { withClient } from "@/cli/lib/connect-postgres";
import { Failure } from "@/cli/lib/failure";
import { readJson, writeJson } from "@/cli/lib/files";
import { withLock } from "@/cli/lib/lock";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { ensureSecrets } from "@/cli/project/secrets";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { examineCluster } from "./examine-cluster";
import { makeDurable } from "./make-durable";
import { preflight } from "./preflight";
import { recoverBeside } from "./recover-beside";
import { progressWriter, restoreFolder } from "./restore-folder";
import { restoreObjects } from "./restore-objects";

/**
 * Restores beside the data that serves, to the target, and examines it; nothing that serves has changed. Asked again it
 * answers what is prepared already; one that was interrupted begins anew.
 */
export async function prepareRestore(paths: Paths, request: RestoreRequest): Promise<Prepared> {
  const folder = restoreFolder(paths, request.restoreId);
  return await withLock(`${paths.run}/restore.lock`, 0, async () => {
    const ready = await readJson(folder.prepared, preparedSchema);
    if (ready) return ready;
    await rm(folder.folder, { recursive: true, force: true });
    const facts = await preflight(paths, request);
    if (!facts.enoughDisk) {
      throw new Failure(
        "disk_full",
        `The restore needs ${gb(facts.neededBytes)} GB, ${gb(facts.freeBytes)} GB are free`,
        {
          hint: "Choose a larger server type, or restore into a new server.",
        },
      );
    }
    if (!facts.sameMajor) {
      throw new Failure(
        "wrong_version",
        `The backup is of PostgreSQL ${major(facts.postgresVersion)}, this server runs ${major(facts.serverPostgresVersion)}`,
      );
    }
    const runtime = await chooseRuntime(paths);
    const repository = openRepository(request.source ?? (await readBackupSettings(paths)));
    const manifest = await readManifest(repository, request.target.backupId);
    const { POSTGRES_PASSWORD, MINIO_ROOT_PASSWORD } = await ensureSecrets(paths);
    await mkdir(paths.restores, { recursive: true, mode: 0o755 });
    const progress = progressWriter(folder, manifest.postgres.dataBytes);
    const from = performance.now();
    const recovered = await recoverBeside(
      runtime,
      repository,
      manifest,
      request.target,
      folder,
      progress,
      async (connect) => {
        const examined = await examineCluster(connect);
        // The password is this server's, whatever it was then or there.
        await withClient(connect("postgres"), async (client) => {
          await client.query(`alter role postgres password ${client.escapeLiteral(POSTGRES_PASSWORD)}`);
        });
        return examined;
      },
    ).catch(async (error) => {
      // What is damaged or half done must not fill the disk; the log says what happened.
      await rm(folder.data, { recursive: true, force: true });
      throw error;
    });
    const objects = await restoreObjects(
      runtime,
      repository,
      manifest,
      folder,
      MINIO_ROOT_PASSWORD,
      progress,
    );
    // Until here nothing had to be durable.
    await makeDurable(folder.data);
    const prepared: Prepared = {
      restoreId: request.restoreId,
      backupId: manifest.id,
      recoveredTo: recovered.recoveredTo?.toISOString() ?? null,
      timeline: recovered.timeline,
      databases: recovered.answer.databases,
      rowCount: recovered.answer.rowCount,
      objects,
      dataBytes: manifest.postgres.dataBytes,
      seconds: {
        files: recovered.seconds.files,
        wal: recovered.seconds.wal,
        verify: (performance.now() - from) / 1000 - recovered.seconds.files - recovered.seconds.wal,
      },
    };
    progress.set({ phase: "done" });
    await progress.flush();
    await writeJson(folder.prepared, prepared, 0o600);
    log.info("The restored data is ready beside the running data", { rows: prepared.rowCount });
    return prepared;
  });
}

const gb = (bytes: number) => (bytes / 1e9).toFixed(1);
const major = (version: number) => Math.floor(version / 10_000);
