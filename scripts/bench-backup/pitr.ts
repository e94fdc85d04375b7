import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { openRepository } from "@/cli/backup/open-repository";
import { readManifest } from "@/cli/backup/read-manifest";
import type { BackupCreated } from "@/cli/contract/backup";
import { withClient } from "@/cli/lib/connect-postgres";
import { readStack } from "@/cli/project/read-stack";
import { recoverBeside } from "@/cli/restore/recover-beside";
import { progressWriter, restoreFolder } from "@/cli/restore/restore-folder";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { round, withMachine } from "./bench-machine";

const writeSeconds = 120;

/**
 * Random targets at the grain of a second over a ledger that is written all the time: each restored table must hold exactly
 * the rows whose transactions were committed at or before the target, by PostgreSQL's own commit timestamps.
 */
export async function benchPitr(targets: number) {
  return await withMachine(async (machine) => {
    await readStack(machine.paths);
    await machine.sql("create table ledger (id bigserial primary key, noted timestamptz)");
    const backup = await machine.must<BackupCreated>(["backup", "create"]);
    const url = readFileSync(machine.paths.postgresUrl, "utf8").trim();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("alter system set track_commit_timestamp = on");
    await client.end();
    await machine.must(["stop"]);
    await machine.must(["start"]);
    const writer = new pg.Client({ connectionString: url });
    await writer.connect();
    const begin = Date.now();
    while (Date.now() - begin < writeSeconds * 1000) {
      await writer.query("insert into ledger (noted) values (clock_timestamp())");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // In microseconds, as the log has them: a commit in the first millisecond after the target is after it.
    const { rows } = await writer.query<{ id: string; committed: string }>(
      "select id, (extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000000)::bigint::text as committed from ledger order by id",
    );
    const commits = rows.map(({ id, committed }) => ({ id, us: Number(committed) }));
    await writer.end();
    await machine.must(["backup", "create"]);

    const runtime = await chooseRuntime(machine.paths);
    const repository = openRepository(machine.settings);
    const manifest = await readManifest(repository, backup.id);
    const first = Math.ceil((commits[0]?.us ?? 0) / 1e6);
    const last = Math.floor((commits.at(-1)?.us ?? 0) / 1e6);
    const missed: { at: string; found: string; wanted: string }[] = [];
    const from = performance.now();
    for (let nth = 0; nth < targets; nth += 1) {
      const at = new Date((first + Math.floor(Math.random() * (last - first))) * 1000);
      const folder = restoreFolder(machine.paths, `pitr_${nth}`);
      const target = { backupId: backup.id, at: at.toISOString(), timeline: null };
      const { answer } = await recoverBeside(
        runtime,
        repository,
        manifest,
        target,
        folder,
        progressWriter(folder, 1),
        (connect) =>
          withClient(connect("postgres"), async (one) => {
            const found = await one.query<{ count: string; max: string | null }>(
              "select count(*), max(id) from ledger",
            );
            return found.rows[0];
          }),
      );
      const wanted = commits.filter(({ us }) => us <= at.getTime() * 1000);
      const says = (count: unknown, max: unknown) => `${count} rows, the last ${max}`;
      const expected = says(wanted.length, wanted.at(-1)?.id ?? null);
      const found = says(answer?.count, answer?.max ?? null);
      if (found !== expected) missed.push({ at: at.toISOString(), found, wanted: expected });
      rmSync(path.dirname(folder.data), { recursive: true, force: true });
    }
    return {
      targets,
      exact: targets - missed.length,
      missed: missed.slice(0, 5),
      rows: rows.length,
      secondsEach: round((performance.now() - from) / 1000 / targets),
    };
  });
}
