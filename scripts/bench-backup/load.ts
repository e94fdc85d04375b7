import { readdirSync, readFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import pg from "pg";
import { type BenchMachine, round, withMachine } from "./bench-machine";

const clients = 4;
const secondsEach = 12;

/** What a backup costs the database: transactions a second of a pgbench-like load, with and without one, in turns. */
export async function benchLoad() {
  return await withMachine(async (machine, storage) => {
    // The store is elsewhere in life: what it needs here is not taken from the database.
    setPriority(storage.sandbox.pid, constants.priority.PRIORITY_LOW);
    await machine.sql(
      "create table accounts as select n as id, 0::bigint as balance, repeat('x', 84) as filler from generate_series(1, 1000000) n",
    );
    await machine.sql("alter table accounts add primary key (id)");
    await machine.sql("create table history (account int, delta int, at timestamptz default now())");
    await machine.sql(
      "create table ballast as select n as id, md5(n::text) || md5((n * 3)::text) as a, md5(random()::text) as b from generate_series(1, 4000000) n",
    );
    await machine.sql("checkpoint");
    const url = readFileSync(machine.paths.postgresUrl, "utf8").trim();
    const rounds: { alone: number; during: number; seconds: number }[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await logShipped(machine);
      const { rate: alone } = await transactionsPerSecond(url, null);
      await logShipped(machine);
      // As the control plane starts it: a task of its own, in its own session.
      const backup = machine.must([
        "task",
        "run",
        `backup-${turn}`,
        "--wait",
        "600",
        "--",
        "backup",
        "create",
      ]);
      const { rate: during, seconds } = await transactionsPerSecond(url, backup);
      rounds.push({ alone: round(alone, 0), during: round(during, 0), seconds: round(seconds, 0) });
    }
    const cost = rounds.map(({ alone, during }) => 1 - during / alone).sort((a, b) => a - b);
    return {
      rounds,
      costMedian: round(((cost[1] ?? 0) + (cost[2] ?? 0)) / 2),
      costWorst: round(cost.at(-1) ?? 0),
    };
  });
}

/** What an earlier turn has left to ship would be counted as this one's. */
async function logShipped({ paths }: BenchMachine): Promise<void> {
  while (readdirSync(paths.walSpool).length > 1) await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Counts for a while, or as long as something else takes. */
async function transactionsPerSecond(
  url: string,
  other: Promise<unknown> | null,
): Promise<{ rate: number; seconds: number }> {
  let going = true;
  let done = 0;
  const from = performance.now();
  const workers = Array.from({ length: clients }, async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    while (going) {
      const account = 1 + Math.floor(Math.random() * 1_000_000);
      const delta = Math.floor(Math.random() * 1000) - 500;
      await client.query("begin");
      await client.query("update accounts set balance = balance + $1 where id = $2", [delta, account]);
      await client.query("select balance from accounts where id = $1", [account]);
      await client.query("insert into history (account, delta) values ($1, $2)", [account, delta]);
      await client.query("commit");
      done += 1;
    }
    await client.end();
  });
  await (other ?? new Promise((resolve) => setTimeout(resolve, secondsEach * 1000)));
  const seconds = (performance.now() - from) / 1000;
  const rate = done / seconds;
  going = false;
  await Promise.all(workers);
  return { rate, seconds };
}
