import { withPostgres } from "@/cli/lib/connect-postgres";
import type { Paths } from "@/cli/lib/paths";
import { markWal, transactionCounter } from "@/cli/wal/mark-wal";

/** With writes, a segment goes off at least this often; archive_timeout (60 s) holds when the agent is away. */
const busyMs = 25_000;
/** Without any, the mark only moves on what can be asked for. */
const idleMs = 300_000;

export interface Marks {
  at: number;
  counter: bigint | null;
}

/** Marks the log when something was written since the last mark, so that no more than half a minute is ever at stake. */
export async function markRound(paths: Paths, last: Marks, now = Date.now()): Promise<Marks> {
  if (now - last.at < busyMs) return last;
  return await withPostgres(paths, async (client) => {
    const before = await transactionCounter(client);
    const written = last.counter === null || before !== last.counter;
    if (!written && now - last.at < idleMs) return last;
    await markWal(client);
    return { at: now, counter: await transactionCounter(client) };
  });
}
