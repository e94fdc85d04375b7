import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure, systemCode } from "./failure";
import { identify, isAlive, processIdentitySchema } from "./process-identity";
import { waitUntil } from "./wait-until";

/** A damaged lock (after a power cut) and one that is gone are held by nobody. */
async function holderIsAlive(file: string): Promise<boolean> {
  try {
    return isAlive(processIdentitySchema.parse(JSON.parse(await readFile(file, "utf8"))));
  } catch {
    return false;
  }
}

/**
 * Runs the body while no other process holds the same lock. A lock whose holder died is taken over.
 * Waits, then fails with `busy` (exit 3).
 */
export async function withLock<T>(file: string, waitMs: number, body: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  const mine = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(mine, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  const take = async () => {
    try {
      await link(mine, file);
      return true;
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
      if (!(await holderIsAlive(file))) {
        // Renaming has one winner, so that a lock that was taken over meanwhile is not removed by a late comer.
        const stale = `${mine}.stale`;
        await rename(file, stale).catch(() => {});
        if (await holderIsAlive(stale)) await link(stale, file).catch(() => {});
        await rm(stale, { force: true });
        // Who will not wait gets what nobody holds, too.
        return await link(mine, file).then(
          () => true,
          () => false,
        );
      }
      return false;
    }
  };
  try {
    if (!(await waitUntil(take, { timeoutMs: waitMs }))) {
      throw new Failure("busy", "Another nself command is at work", { exit: "tryLater" });
    }
    try {
      return await body();
    } finally {
      await rm(file, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}
