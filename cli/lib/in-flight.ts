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

/** Lends out at most `limit` places: each job waits for one, in order, and its answer is handed on. */
export function places(limit: number) {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async <T>(job: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
