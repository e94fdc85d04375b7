import { readFileSync } from "node:fs";
import pg from "pg";
import type { BackupCreated, BackupStatus } from "@/cli/contract/backup";
import { readWalLedger } from "@/cli/wal/wal-ledger";
import { round, withMachine } from "./bench-machine";

/**
 * What would be lost if the database were killed and its disk gone, at random instants while rows are written all the time:
 * the age of the newest commit that is off-site, by what the agent has shipped (its ledger counts only what was read back).
 * The agent runs with the marking of every server (25 s); nothing is killed for real, since the loss is settled by what the
 * store has in that instant, and a killed database ships nothing more.
 */
export async function benchRpo(instants: number) {
  return await withMachine(async (machine) => {
    await machine.sql(
      "create table ledger (id bigserial primary key, noted timestamptz default clock_timestamp())",
    );
    await machine.must<BackupCreated>(["backup", "create"]);
    const client = new pg.Client({
      connectionString: readFileSync(machine.paths.postgresUrl, "utf8").trim(),
    });
    await client.connect();
    const lost: number[] = [];
    let next = Date.now() + 30_000;
    while (lost.length < instants) {
      await client.query("insert into ledger default values");
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (Date.now() < next) continue;
      next = Date.now() + 3000 + Math.random() * 4000;
      const covered = (await readWalLedger(machine.paths)).runs.at(-1)?.coveredUntil ?? "";
      lost.push((Date.now() - Date.parse(covered)) / 1000);
    }
    await client.end();
    const told = await machine.must<BackupStatus>(["backup", "status"]);
    lost.sort((a, b) => a - b);
    return {
      instants,
      secondsP50: round(lost[Math.floor(instants / 2)] ?? 0, 1),
      secondsP100: round(lost.at(-1) ?? 0, 1),
      state: told.wal.state,
    };
  });
}
