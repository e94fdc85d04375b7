import { watch } from "node:fs";
import { chown, readdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { OpenRepository } from "@/cli/backup/open-repository";
import { asFailure } from "@/cli/lib/failure";
import type { Account } from "@/cli/lib/spawn";
import { segmentNamePattern } from "@/cli/wal/read-segment";

/** Segments that lie ready before PostgreSQL asks for them. */
const ahead = 4;

/**
 * Hands write-ahead log to a recovering cluster through its inbox (see fetch-script), from the first segment on, which is
 * fetched while the cluster starts. What the store does not have is said to be missing; a store that does not answer, or a
 * segment that does not open, stops everything (`failed`).
 */
export function serveWal(
  repository: OpenRepository,
  inbox: string,
  owner: Account | null,
  first: string,
  told: (name: string, bytes: number) => void,
) {
  /** Names that were put into the inbox, or are on their way there. */
  const placed = new Map<string, "coming" | "there">();
  let stopped = false;
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});

  /** Puts a file into the inbox; asked for in vain, it says so, but nobody asked for what lies ahead. */
  const place = async (name: string, asked: boolean): Promise<void> => {
    if (placed.has(name)) return;
    placed.set(name, "coming");
    const bytes = await repository.get(repository.names.wal(name));
    if (stopped) return;
    if (bytes === null && !asked) return void placed.delete(name);
    const part = path.join(inbox, `.${name}.part`);
    await writeFile(part, bytes ?? "", { mode: 0o600 });
    if (owner) await chown(part, owner.uid, owner.gid);
    await rename(part, path.join(inbox, bytes ? name : `${name}.missing`));
    if (bytes === null) return void placed.delete(name);
    placed.set(name, "there");
    told(name, bytes.length);
  };

  const follow = (name: string) => {
    if (!segmentNamePattern.test(name)) return;
    let next = name;
    for (let step = 0; step < ahead; step += 1) {
      next = following(next);
      place(next, false).catch((error) => fail(asFailure(error)));
    }
  };

  const look = async () => {
    const files = new Set(await readdir(inbox));
    for (const [name, state] of placed) {
      if (state !== "there" || files.has(name)) continue;
      placed.delete(name); // taken
      follow(name);
    }
    for (const file of files) {
      const name = file.startsWith("want.") ? file.slice(5) : "";
      if (name === "" || files.has(name) || files.has(`${name}.missing`)) continue;
      await place(name, true);
      follow(name);
    }
  };
  let looking = Promise.resolve();
  const lookSoon = () => {
    looking = looking.then(async () => {
      if (!stopped) await look().catch((error) => fail(asFailure(error)));
    });
  };
  place(first, false).catch((error) => fail(asFailure(error)));
  follow(first);
  const watcher = watch(inbox, lookSoon);
  // The watch may miss what was there before it, and says nothing on some file systems.
  const timer = setInterval(lookSoon, 100);
  return {
    /** Rejects when the log cannot be handed over. */
    failed,
    stop: async () => {
      stopped = true;
      watcher.close();
      clearInterval(timer);
      await looking;
    },
  };
}

/** The next segment of 16 MiB on the same timeline. */
export function following(name: string): string {
  const position = BigInt(`0x${name.slice(8, 16)}`) * 256n + BigInt(`0x${name.slice(16, 24)}`) + 1n;
  const hex = (value: bigint) => value.toString(16).toUpperCase().padStart(8, "0");
  return `${name.slice(0, 8)}${hex(position / 256n)}${hex(position % 256n)}`;
}
