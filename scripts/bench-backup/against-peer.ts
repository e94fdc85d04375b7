import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import pg from "pg";
import { openRepository } from "@/cli/backup/open-repository";
import { readManifest } from "@/cli/backup/read-manifest";
import type { BackupCreated, Prepared, Verified } from "@/cli/contract/backup";
import { writeDataFiles } from "@/cli/restore/write-data-files";
import { type BenchMachine, round, timed, withMachine } from "./bench-machine";
import { churnMixed, fillMixed } from "./mixed-data";

const nobody = { uid: 65_534, gid: 65_534 };

/**
 * Backup, restore and replay of the same cluster by ours and by pgBackRest (gz, aes-256-cbc, two processes), and the same data
 * by pg_dump and `pg_restore -j2`. Its repository is on the same disk, which spares it the HTTP hop that ours takes, and it
 * copies the files without the start and stop of an online backup; the log is replayed from the same base by both.
 */
export async function benchAgainstPeer(sizeGb: number) {
  return await withMachine(async (machine) => {
    await fillMixed(machine.sql, sizeGb);
    await machine.must(["backup", "create", "--label", "warm the store"]);
    const [size] = await machine.sql<{ bytes: string }>(
      "select sum(pg_database_size(oid))::text as bytes from pg_database",
    );
    const megabytes = Number(size?.bytes) / 1e6;

    const backup = await timed(() => machine.must<BackupCreated>(["backup", "create"]));
    const peer = peerInstalled() ? peerFor(machine) : null;
    const peerBackup = peer && (await timed(async () => peer.backup()));
    // The log that is replayed: the same for both, written after both backups.
    const [begin] = await machine.sql<{ lsn: string }>("select pg_current_wal_lsn()::text as lsn");
    await churnMixed(machine.sql, sizeGb);
    const [log] = await machine.sql<{ bytes: string }>(
      "select pg_wal_lsn_diff(pg_current_wal_lsn(), $1)::text as bytes",
      [begin?.lsn],
    );
    const [row] = await machine.sql<{ at: Date }>("select clock_timestamp() as at");
    await machine.sql("create table after_the_target (id int)");
    await machine.must(["backup", "create", "--label", "ships the log"]);

    const target = { backupId: backup.value.id, at: row?.at.toISOString(), timeline: null };
    // Twice each, in turns, and the better counts: whoever comes first fills memory that the machine has not touched for long.
    const spare = await machine.must<Prepared>(["backup", "prepare"], { restoreId: "bench_first", target });
    rmSync(path.join(machine.paths.restores, "bench_first"), { recursive: true, force: true });
    const peerFirstFiles = peer?.restore() ?? 0;
    const prepared = await machine.must<Prepared>(["backup", "prepare"], {
      restoreId: "bench_restore",
      target,
    });
    const filesSeconds = Math.min(spare.seconds.files, prepared.seconds.files);
    const switching = await timed(() => machine.must(["backup", "switch", "bench_restore"]));
    await machine.must(["backup", "undo", "bench_restore"]);
    rmSync(path.join(machine.paths.restores, "bench_restore"), { recursive: true, force: true });
    const proof = await timed(() => machine.must<Verified>(["backup", "verify", backup.value.id]));
    const peerRestore = peer && {
      filesSeconds: Math.min(peerFirstFiles, peer.restore()),
      replaySeconds: await peer.replay(
        { id: backup.value.id, at: row?.at.toISOString() ?? "" },
        backup.value.startSegment,
      ),
    };
    peer?.close();
    const logical = dumpAndRestore(machine);

    const walMegabytes = Number(log?.bytes) / 1e6;
    const ours = {
      backupMbPerSecond: round(megabytes / backup.value.seconds.upload, 1),
      readBackMbPerSecond: round(megabytes / backup.value.seconds.readBack, 1),
      storedShare: round(backup.value.storedBytes / backup.value.sizeBytes),
      restoreMbPerSecond: round(megabytes / filesSeconds, 1),
      replayMbPerSecond: round(walMegabytes / prepared.seconds.wal, 1),
      filesSeconds: round(filesSeconds),
      replaySeconds: round(prepared.seconds.wal),
      examineSeconds: round(prepared.seconds.verify),
      switchSeconds: round(switching.seconds),
      level3Seconds: round(proof.seconds),
    };
    return {
      dataMegabytes: Math.round(megabytes),
      walMegabytes: Math.round(walMegabytes),
      ours,
      pgBackRest: peer &&
        peerBackup &&
        peerRestore && {
          backupMbPerSecond: round(megabytes / peerBackup.seconds, 1),
          restoreMbPerSecond: round(megabytes / peerRestore.filesSeconds, 1),
          replayMbPerSecond: round(walMegabytes / peerRestore.replaySeconds, 1),
        },
      pgRestoreJ2Seconds: logical && round(logical.seconds),
      ratios: {
        backup:
          peerBackup && round(megabytes / backup.value.seconds.upload / (megabytes / peerBackup.seconds)),
        restoreFiles: peerRestore && round(peerRestore.filesSeconds / filesSeconds),
        replay: peerRestore && round(peerRestore.replaySeconds / prepared.seconds.wal),
        againstPgRestore: logical && round(logical.seconds / filesSeconds),
      },
      rtoSeconds: round(
        prepared.seconds.files + prepared.seconds.wal + prepared.seconds.verify + switching.seconds,
      ),
    };
  });
}

const peerInstalled = () => existsSync("/usr/bin/pgbackrest");

function run(
  command: string,
  args: string[],
  as: typeof nobody | null,
  env: Record<string, string> = {},
): void {
  const result = spawnSync(command, args, {
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin", HOME: "/tmp", ...env } as unknown as NodeJS.ProcessEnv,
    maxBuffer: 64 * 1024 * 1024,
    ...(as ?? {}),
  });
  if (result.status !== 0)
    throw new Error(
      `${command} ${args.join(" ")}: ${result.stdout.slice(-1500)}${result.stderr.slice(-1500)}`,
    );
}

function peerFor(machine: BenchMachine) {
  const folder = mkdtempSync("/var/tmp/nself-pgbackrest-");
  for (const below of ["repo", "log", "lock", "spool", "restored"]) mkdirSync(path.join(folder, below));
  const socket = path.join(folder, "socket");
  mkdirSync(socket);
  const config = path.join(folder, "pgbackrest.conf");
  const url = new URL(readFileSync(machine.paths.postgresUrl, "utf8").trim());
  writeFileSync(
    config,
    `[global]
repo1-path=${folder}/repo
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=a-pass-phrase-for-the-bench
compress-type=gz
process-max=2
log-path=${folder}/log
lock-path=${folder}/lock
spool-path=${folder}/spool
log-level-console=warn
start-fast=y
archive-check=n
archive-copy=n
[bench]
pg1-path=${machine.paths.postgresData}
pg1-port=${url.port}
pg1-host-user=nobody
pg1-socket-path=${socket}
pg1-user=postgres
`,
  );
  for (const place of [
    folder,
    ...["repo", "log", "lock", "spool", "restored", "socket"].map((one) => path.join(folder, one)),
  ]) {
    chmodSync(place, 0o755);
    chownSync(place, nobody.uid, nobody.gid);
  }
  return {
    backup: () => {
      const env = { PGPASSWORD: decodeURIComponent(url.password) };
      run(
        "pgbackrest",
        [`--config=${config}`, "--stanza=bench", "--no-online", "stanza-create"],
        nobody,
        env,
      );
      run(
        "pgbackrest",
        [`--config=${config}`, "--stanza=bench", "--no-online", "--force", "--type=full", "backup"],
        nobody,
        env,
      );
    },
    restore: () => {
      const restored = path.join(folder, "restored");
      const from = performance.now();
      run(
        "pgbackrest",
        [`--config=${config}`, "--stanza=bench", `--pg1-path=${restored}`, "--type=none", "restore"],
        nobody,
      );
      const seconds = (performance.now() - from) / 1000;
      rmSync(restored, { recursive: true, force: true });
      return seconds;
    },
    /** Replays the same log from the same base as ours did, fetched by its own archive-get (asynchronous, two processes). */
    replay: async (base: { id: string; at: string }, firstSegment: string): Promise<number> => {
      const repository = openRepository(machine.settings);
      const names = (await repository.store.list(repository.names.allWal)).map(({ name }) =>
        path.basename(name),
      );
      const wal = path.join(folder, "wal");
      mkdirSync(wal);
      for (const name of names.filter((one) => /^[0-9A-F]{24}$/.test(one) && one >= firstSegment)) {
        writeFileSync(path.join(wal, name), (await repository.get(repository.names.wal(name))) ?? "");
        chownSync(path.join(wal, name), nobody.uid, nobody.gid);
        run(
          "pgbackrest",
          [`--config=${config}`, "--stanza=bench", "archive-push", path.join(wal, name)],
          nobody,
        );
      }
      rmSync(wal, { recursive: true });
      const data = path.join(folder, "replayed");
      await writeDataFiles(repository, await readManifest(repository, base.id), data, nobody, () => {});
      writeFileSync(path.join(data, "recovery.signal"), "");
      chownSync(path.join(data, "recovery.signal"), nobody.uid, nobody.gid);
      writeFileSync(path.join(folder, "hba"), "local all all trust\n", { mode: 0o644 });
      const settings = {
        listen_addresses: "",
        unix_socket_directories: socket,
        port: "5432",
        hba_file: path.join(folder, "hba"),
        restore_command: `pgbackrest --config=${config} --stanza=bench --archive-async --pg1-path=${data} archive-get %f "%p"`,
        recovery_target_time: base.at.replace("T", " ").replace("Z", "+00"),
        recovery_target_timeline: "1",
        recovery_target_action: "promote",
        hot_standby: "off",
        archive_mode: "off",
        shared_buffers: "1024MB",
        max_wal_size: "4GB",
        checkpoint_timeout: "1h",
        fsync: "off",
        full_page_writes: "off",
        timezone: "UTC",
      };
      const from = performance.now();
      const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
      const postgres = spawn(path.join(process.env.POSTGRES_BIN ?? "", "postgres"), ["-D", data, ...args], {
        ...nobody,
        env: { PATH: "/usr/bin:/bin", HOME: "/tmp" } as unknown as NodeJS.ProcessEnv,
        stdio: "ignore",
      });
      for (;;) {
        if (postgres.exitCode !== null) throw new Error("the peer's replay ended early");
        const client = new pg.Client({ host: socket, user: "postgres", database: "postgres" });
        const up = await client.connect().then(
          () => true,
          () => false,
        );
        await client.end().catch(() => {});
        if (up) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const seconds = (performance.now() - from) / 1000;
      const gone = new Promise((resolve) => postgres.once("exit", resolve));
      postgres.kill("SIGINT");
      await gone;
      return seconds;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function dumpAndRestore(machine: BenchMachine): { seconds: number } | null {
  const bin = process.env.POSTGRES_BIN ?? "";
  if (!existsSync(`${bin}/pg_restore`)) return null;
  const folder = mkdtempSync("/var/tmp/nself-dump-");
  const url = readFileSync(machine.paths.postgresUrl, "utf8").trim();
  try {
    run(`${bin}/pg_dump`, ["--format=custom", "--compress=1", `--file=${folder}/dump`, url], null);
    run(`${bin}/psql`, [url, "-c", "create database from_dump"], null);
    const from = performance.now();
    const target = new URL(url);
    target.pathname = "/from_dump";
    run(`${bin}/pg_restore`, ["-j2", `--dbname=${target}`, `${folder}/dump`], null);
    return { seconds: (performance.now() - from) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
