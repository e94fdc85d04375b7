import type { FileHandle } from "node:fs/promises";
import { diskFull } from "@/cli/lib/failure";

/**
 * Writes all of these bytes: at a disk that is nearly full, a write may take a part only and call it success (write(2)).
 * Throws `disk_full` when nothing more is taken.
 */
export async function writeFully(
  handle: Pick<FileHandle, "write">,
  bytes: Buffer,
  from: number,
  length: number,
): Promise<void> {
  const end = from + length;
  for (let at = from; at < end; ) {
    const { bytesWritten } = await handle.write(bytes, at, end - at);
    if (bytesWritten === 0) throw diskFull(`${end - at} bytes were not written`);
    at += bytesWritten;
  }
}
