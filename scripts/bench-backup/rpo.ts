import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { openRepository } from "@/cli/backup/open-repository";
import { readManifest } from "@/cli/backup/read-manifest";
import type { BackupCreated } from "@/cli/contract/backup";
import { withClient } from "@/cli/lib/connect-postgres";
import { recoverBeside } from "@/cli/restore/recover-beside";
import { progressWriter, restoreFolder } from "@/cli/restore/restore-folder";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { readWalLedger } from "@/cli/wal/wal-ledger";
import { type Storage, startBackupMachine, startStorage } from "@/tests/harness/backup-machine";
import { round } from "./bench-machine";

const machinesAtOnce = 5;

/**
 * What is lost when a server dies: while rows are written all the time, everything of it is killed (SIGKILL) at a random instant
 * and its disk emptied; then the database is restored from the store alone, to the last moment that the agent had reported,
 * and the age of the newest row is compared with the instant of the kill.
 */
export async function benchRpo(kills: number) {
  const storage = await startStorage();
  try {
    const losses: { seconds: number; rows: number }[] = [];
    let next = 0;
    const worker = async () => {
      while (next < kills) losses.push(await loseServer(storage, next++));
    };
    await Promise.all(Array.from({ length: machinesAtOnce }, worker));
    const seconds = losses.map((loss) => loss.seconds).sort((a, b) => a - b);
    return {
      kills,
      secondsP50: round(seconds[Math.floor(kills / 2)] ?? 0, 1),
      secondsP100: round(seconds.at(-1) ?? 0, 1),
      rowsP100: Math.max(...losses.map((loss) => loss.rows)),
    };
  } finally {
    await storage.close();
  }
}

async function loseServer(storage: Storage, nth: number): Promise<{ seconds: number; rows: number }> {
  const machine = await startBackupMachine(storage, `srv_rpo${nth}`, { timeoutMs: 600_000 });
  try {
    await machine.sql(
      "create table ledger (id bigserial primary key, noted timestamptz default clock_timestamp())",
    );
    const backup = await machine.must<BackupCreated>(["backup", "create"]);
    const client = new pg.Client({
      connectionString: readFileSync(machine.paths.postgresUrl, "utf8").trim(),
    });
    client.on("error", () => {});
    await client.connect();
    // Past the first two marks, then any moment between them.
    const dies = Date.now() + 60_000 + Math.random() * 30_000;
    let written = 0;
    while (Date.now() < dies) {
      const { rows } = await client.query<{ id: string }>("insert into ledger default values returning id");
      written = Number(rows[0]?.id);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const reported = (await readWalLedger(machine.paths)).runs.at(-1)?.coveredUntil;
    const killedAt = Date.now();
    spawnSync("pkill", ["-9", "-f", machine.paths.root]);
    await client.end().catch(() => {});
    for (const place of [machine.paths.postgresData, machine.paths.walSpool, machine.paths.walLedger])
      rmSync(place, { recursive: true, force: true });

    const runtime = await chooseRuntime(machine.paths);
    const repository = openRepository(machine.settings);
    const folder = restoreFolder(machine.paths, "after_the_loss");
    const { answer } = await recoverBeside(
      runtime,
      repository,
      await readManifest(repository, backup.id),
      { backupId: backup.id, at: reported ?? null, timeline: null },
      folder,
      progressWriter(folder, 1),
      (connect) =>
        withClient(connect("postgres"), async (one) => {
          const { rows } = await one.query<{ id: string | null; noted: Date | null }>(
            "select id, noted from ledger order by id desc limit 1",
          );
          return rows[0];
        }),
    );
    rmSync(path.dirname(folder.data), { recursive: true, force: true });
    return {
      seconds: (killedAt - (answer?.noted?.getTime() ?? Number.NEGATIVE_INFINITY)) / 1000,
      rows: written - Number(answer?.id ?? 0),
    };
  } finally {
    await machine.close();
  }
}
