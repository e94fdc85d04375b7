import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure, systemCode } from "./failure";
import { identify, isAlive, processIdentitySchema } from "./process-identity";
import { waitUntil } from "./wait-until";

type Holder = "none" | "alive" | "dead";

/** A lock that a power cut damaged is held by the dead. */
async function holderOf(file: string): Promise<Holder> {
  try {
    return isAlive(processIdentitySchema.parse(JSON.parse(await readFile(file, "utf8")))) ? "alive" : "dead";
  } catch (error) {
    return systemCode(error) === "ENOENT" ? "none" : "dead";
  }
}

/**
 * Takes away the lock of a holder that died. Only one at a time may, and looks again before it does: whoever saw the dead
 * holder earlier would otherwise take away the lock of the living one that followed.
 */
async function removeDead(file: string): Promise<void> {
  try {
    await withLock(`${file}.dead`, 0, async () => {
      if ((await holderOf(file)) === "dead") await rm(file, { force: true });
    });
  } catch (error) {
    if (!(error instanceof Failure && error.code === "busy")) throw error;
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
  const linked = () =>
    link(mine, file).then(
      () => true,
      (error) => {
        if (systemCode(error) === "EEXIST") return false;
        throw error;
      },
    );
  const take = async () => {
    if (await linked()) return true;
    const holder = await holderOf(file);
    if (holder === "dead") await removeDead(file);
    // Who will not wait gets what nobody holds, too.
    return holder !== "alive" && (await linked());
  };
  try {
    if (!(await waitUntil(take, { timeoutMs: waitMs }))) {
      throw new Failure("busy", "Another nself command is at work", { exit: "tryLater" });
    }
    try {
      return await body();
    } finally {
      // Nobody takes the lock of the living away, so this is the holder's own.
      await rm(file, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}
