import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import type { OpenRepository } from "@/cli/backup/open-repository";
import type { Manifest, RestoreTarget } from "@/cli/contract/backup";
import { withClient } from "@/cli/lib/connect-postgres";
import { diskFull, Failure } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";
import type { Account } from "@/cli/lib/spawn";
import type { BesideCluster, Runtime } from "@/cli/runtime/runtime";
import { renderArchiveScript } from "@/lib/stack/archive-script";
import { fetchScript } from "./fetch-script";
import type { progressWriter, RestoreFolder } from "./restore-folder";
import { serveWal } from "./serve-wal";
import { writeDataFiles } from "./write-data-files";

export interface Recovered {
  recoveredTo: Date | null;
  timeline: number;
  seconds: { files: number; wal: number };
}

/**
 * Restores a backup into the folder, replays the log to the target, and hands the promoted cluster to `ask`. It has no
 * network, runs no jobs of the customer, and is shut down cleanly before this answers: the data folder is then complete.
 * Throws `target_unreachable`, `repository_damaged`, `wrong_key`, `store_unavailable`.
 */
export async function recoverBeside<T>(
  runtime: Runtime,
  repository: OpenRepository,
  manifest: Manifest,
  target: RestoreTarget,
  folder: RestoreFolder,
  progress: ReturnType<typeof progressWriter>,
  ask: (connect: (database: string) => pg.ClientConfig) => Promise<T>,
): Promise<Recovered & { answer: T }> {
  const owner = runtime.postgresAccount;
  const startedAt = performance.now();
  // Of a try that was killed, a cluster may still run on this folder.
  await runtime.stopBeside(folder);
  for (const place of [folder.folder, folder.inbox, folder.spool]) await ownFolder(place, owner);
  await writeDataFiles(repository, manifest, folder.data, owner, (bytes) => progress.addBytes(bytes));
  const fetch = path.join(folder.folder, "fetch-wal.sh");
  const archive = path.join(folder.folder, "archive-wal.sh");
  const hba = path.join(folder.folder, "pg_hba.conf");
  await writeFile(fetch, fetchScript, { mode: 0o755 });
  await writeFile(archive, renderArchiveScript(), { mode: 0o755 });
  await writeFile(hba, "local all all trust\n", { mode: 0o644 });
  for (const file of [fetch, archive, hba]) await chmod(file, 0o755);
  const signalFile = path.join(folder.data, "recovery.signal");
  await writeFile(signalFile, "", { mode: 0o600 });
  if (owner) await chown(signalFile, owner.uid, owner.gid);
  const filesSeconds = (performance.now() - startedAt) / 1000;
  log.info(`Restored ${Math.ceil(manifest.postgres.dataBytes / 1_000_000)} MB of files`, {
    seconds: Math.round(filesSeconds),
  });

  const sockets = await mkdtemp("/tmp/nself-beside-");
  await ownFolder(sockets, owner);
  progress.set({ phase: "wal" });
  const shipper = serveWal(repository, folder.inbox, owner, manifest.postgres.startSegment, (name) =>
    progress.set({ walPosition: name }),
  );
  const walFrom = performance.now();
  let cluster: BesideCluster | null = null;
  const connect = (database: string): pg.ClientConfig => ({ host: sockets, user: "postgres", database });
  try {
    cluster = await runtime.startBeside({
      folder: folder.folder,
      data: folder.data,
      sockets,
      logFile: folder.log,
      settings: settingsOf(manifest, target, { fetch, archive, hba, sockets, ...folder }),
    });
    await Promise.race([untilRecovered(cluster, connect, target), shipper.failed]);
    await shipper.stop();
    const walSeconds = (performance.now() - walFrom) / 1000;
    const facts = await withClient(connect("postgres"), async (client) => {
      const { rows } = await client.query<{ replayed: Date | null; timeline: number }>(
        "select pg_last_xact_replay_timestamp() as replayed, ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int as timeline",
      );
      return rows[0];
    });
    log.info("The write-ahead log was replayed", {
      until: facts?.replayed?.toISOString() ?? manifest.consistentAt,
    });
    progress.set({ phase: "verify" });
    const answer = await ask(connect);
    await cluster.stop();
    return {
      answer,
      recoveredTo: facts?.replayed ?? null,
      timeline: facts?.timeline ?? manifest.postgres.timeline,
      seconds: { files: filesSeconds, wal: walSeconds },
    };
  } finally {
    await shipper.stop();
    await cluster?.stop();
    await progress.flush();
    await rm(sockets, { recursive: true, force: true });
  }
}

async function ownFolder(folder: string, owner: Account | null): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (owner) await chown(folder, owner.uid, owner.gid);
}

function settingsOf(
  manifest: Manifest,
  target: RestoreTarget,
  places: RestoreFolder & { fetch: string; archive: string; hba: string; sockets: string },
): Record<string, string> {
  const buffersMb = Math.max(64, Math.min(1024, Math.floor(totalmem() / 1024 / 1024 / 8)));
  return {
    listen_addresses: "",
    unix_socket_directories: places.sockets,
    port: "5432",
    hba_file: places.hba,
    ssl: "off",
    restore_command: `sh "${places.fetch}" "${places.inbox}" "%f" "%p"`,
    ...(target.at === null
      ? { recovery_target: "immediate" }
      : { recovery_target_time: target.at.replace("T", " ").replace("Z", "+00") }),
    recovery_target_timeline: String(target.timeline ?? manifest.postgres.timeline),
    recovery_target_action: "promote",
    // Parameters that must not be smaller than where the log was written matter only to those who read meanwhile.
    hot_standby: "off",
    // The customer's own jobs and subscriptions belong to the server that serves.
    shared_preload_libraries: "",
    session_preload_libraries: "",
    max_logical_replication_workers: "0",
    autovacuum: "off",
    jit: "off",
    // Its own history goes where the restore keeps it, and is shipped after the switch.
    archive_mode: "on",
    archive_command: `sh "${places.archive}" "${places.spool}" "%p" "%f"`,
    archive_timeout: "0",
    logging_collector: "off",
    log_destination: "stderr",
    timezone: "UTC",
    shared_buffers: `${buffersMb}MB`,
    max_wal_size: "4GB",
    checkpoint_timeout: "1h",
    // A crash begins the restore anew, so nothing needs to be durable before the end: then everything is synced at once.
    fsync: "off",
    full_page_writes: "off",
  };
}

/** Until connections are accepted: with hot_standby off, that is after the promotion. */
async function untilRecovered(
  cluster: { ended(): Promise<string | null> },
  connect: (database: string) => pg.ClientConfig,
  target: RestoreTarget,
): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const promoted = await withClient(
      { ...connect("postgres"), connectionTimeoutMillis: 2000 },
      async (client) => {
        const { rows } = await client.query<{ recovering: boolean }>(
          "select pg_is_in_recovery() as recovering",
        );
        return rows[0]?.recovering === false;
      },
    ).catch(() => false);
    if (promoted) return;
    const said = await cluster.ended();
    if (said !== null) throw recoveryFailure(said, target);
    await delay(turn < 20 ? 25 : 100);
  }
}

function recoveryFailure(said: string, target: RestoreTarget): Failure {
  if (/No space left on device/.test(said)) return diskFull(said);
  if (
    /recovery ended before configured recovery target|before consistent recovery point|requested recovery stop point is before/.test(
      said,
    )
  ) {
    return new Failure(
      "target_unreachable",
      `The write-ahead log does not reach ${target.at ?? "the end of the backup"}: ${said}`,
      {
        hint: "Choose a time that is listed; part of the log is missing.",
      },
    );
  }
  if (/recovery target timeline .* does not exist/.test(said)) {
    return new Failure("repository_damaged", `The history of this timeline is missing in the store: ${said}`);
  }
  return new Failure("recovery_failed", `PostgreSQL could not replay its log: ${said}`);
}
