/** Runs at most `limit` jobs at once. The first failure is thrown by the next call; no further job starts after it. */
export function inFlight(limit: number) {
  const running = new Set<Promise<void>>();
  let failure: { error: unknown } | null = null;
  const refuse = () => {
    if (failure) throw failure.error;
  };
  return {
    /** Waits for a place, starts the job, and answers once it runs. */
    add: async (job: () => Promise<void>): Promise<void> => {
      while (running.size >= limit) await Promise.race(running);
      refuse();
      const run: Promise<void> = job()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => running.delete(run));
      running.add(run);
    },
    done: async (): Promise<void> => {
      while (running.size > 0) await Promise.race(running);
      refuse();
    },
  };
}

export async function eachInFlight<T>(
  items: readonly T[],
  limit: number,
  job: (item: T, index: number) => Promise<void>,
) {
  const flight = inFlight(limit);
  for (const [index, item] of items.entries()) await flight.add(() => job(item, index));
  await flight.done();
}
