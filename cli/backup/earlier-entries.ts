import type { ObjectEntry } from "@/cli/contract/backup";
import { Failure, messageOf } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";

export const noEntries = async (): Promise<ObjectEntry | null> => null;

/**
 * Looks up entries of an earlier backup for objects that come in the order in which stores list them (bytes of the UTF-8):
 * both are walked side by side, so that a store of millions needs no memory here. Should the orders differ, or a list be
 * damaged, less is found and more is read again.
 */
export function earlierEntries(entries: AsyncGenerator<ObjectEntry>) {
  let current: ObjectEntry | null = null;
  let over = false;
  const step = async () => {
    try {
      const next = await entries.next();
      over = next.done === true;
      current = next.done ? null : next.value;
    } catch (error) {
      if (error instanceof Failure && error.exit === "tryLater") throw error;
      log.warn("The backup before cannot be read to its end", { reason: messageOf(error) });
      over = true;
      current = null;
    }
  };
  return async (bucket: string, key: string): Promise<ObjectEntry | null> => {
    while (!over && (current === null || isBefore(current, bucket, key))) await step();
    return current?.bucket === bucket && current.key === key ? current : null;
  };
}

function isBefore(entry: ObjectEntry, bucket: string, key: string): boolean {
  return (compareBytes(entry.bucket, bucket) || compareBytes(entry.key, key)) < 0;
}

const compareBytes = (a: string, b: string) => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)));
