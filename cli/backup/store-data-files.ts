import { createHash, type Hash } from "node:crypto";
import { open } from "node:fs/promises";
import path from "node:path";
import type { Manifest, StoredObject } from "@/cli/contract/backup";
import { systemCode } from "@/cli/lib/failure";
import { inFlight } from "@/cli/lib/in-flight";
import { newPace } from "@/cli/lib/pace";
import type { DataFile } from "./data-files";

/** Large enough that a store's latency does not matter, small enough that four in flight fit a small server. */
export const chunkBytes = 16 * 1024 * 1024;
const atOnce = 4;

type Files = Manifest["postgres"]["files"];

/**
 * Reads the files one after the other as one stream and hands it on in chunks, several at once. A file is taken as long as
 * it was when it was opened; what changes while it is read is mended by the write-ahead log when it is restored.
 */
export async function storeDataFiles(
  root: string,
  listed: DataFile[],
  storeChunk: (index: number, plain: Buffer) => Promise<StoredObject>,
): Promise<{ files: Files; chunks: StoredObject[] }> {
  const files: Files = [];
  const chunks: StoredObject[] = [];
  const sending = inFlight(atOnce);
  let chunk = Buffer.allocUnsafe(chunkBytes);
  let filled = 0;
  let index = 0;

  const pace = newPace(() => sending.done());

  const send = async () => {
    await pace();
    const [plain, at] = [chunk.subarray(0, filled), index];
    chunk = Buffer.allocUnsafe(chunkBytes);
    filled = 0;
    index += 1;
    await sending.add(async () => {
      chunks[at] = await storeChunk(at, plain);
    });
  };

  for (const file of listed) {
    const handle = await open(path.join(root, file.path), "r").catch((error) => {
      if (systemCode(error) === "ENOENT") return null;
      throw error;
    });
    if (!handle) continue;
    try {
      const { size } = await handle.stat();
      const hash: Hash = createHash("sha256");
      let read = 0;
      while (read < size) {
        const want = Math.min(size - read, chunkBytes - filled);
        const { bytesRead } = await handle.read(chunk, filled, want, read);
        if (bytesRead === 0) break; // cut off meanwhile
        hash.update(chunk.subarray(filled, filled + bytesRead));
        filled += bytesRead;
        read += bytesRead;
        if (filled === chunkBytes) await send();
      }
      files.push({ path: file.path, sizeBytes: read, mode: file.mode, sha256: hash.digest("hex") });
    } finally {
      await handle.close();
    }
  }
  if (filled > 0) await send();
  await sending.done();
  return { files, chunks };
}
