import { type Storage, startBackupMachine, startStorage } from "@/tests/harness/backup-machine";

export type BenchMachine = Awaited<ReturnType<typeof startBackupMachine>>;

/** A machine with a database and a store, for the time of the body; both are gone afterwards. */
export async function withMachine<T>(
  body: (machine: BenchMachine, storage: Storage) => Promise<T>,
): Promise<T> {
  const storage = await startStorage();
  try {
    const machine = await startBackupMachine(storage, "srv_test", { timeoutMs: 3_600_000 });
    try {
      return await body(machine, storage);
    } finally {
      await machine.close();
    }
  } finally {
    await storage.close();
  }
}

export async function timed<T>(body: () => Promise<T>): Promise<{ seconds: number; value: T }> {
  const from = performance.now();
  const value = await body();
  return { seconds: (performance.now() - from) / 1000, value };
}

export const round = (value: number, digits = 2) => Number(value.toFixed(digits));
