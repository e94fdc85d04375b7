import { createHash, type Hash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";

/** Sums that a client may send along, by the name in `x-amz-checksum-<name>`. */
export const checksumNames = ["crc32", "sha1", "sha256"] as const;
export type ChecksumName = (typeof checksumNames)[number];

/** What was written, and the sums of it that were asked for. */
export interface SavedBody {
  sizeBytes: number;
  md5Hex: string;
  /** In base64. */
  checksums: Readonly<Partial<Record<ChecksumName, string>>>;
}

/** Few large writes: each of them costs a trip to the thread pool, however small it is. */
const writeBytes = 1024 * 1024;

/**
 * Writes a stream to a file and sums it on the way, the last megabyte being written while the next one is summed. Only
 * what is wanted is summed: that is most of the work. A file that was begun is removed when the stream breaks.
 */
export async function saveBody(
  source: AsyncIterable<Uint8Array>,
  path: string,
  wanted: readonly ChecksumName[],
): Promise<SavedBody> {
  mkdirSync(dirname(path), { recursive: true });
  const md5 = createHash("md5");
  const hashes = (["sha1", "sha256"] as const)
    .filter((name) => wanted.includes(name))
    .map((name): [ChecksumName, Hash] => [name, createHash(name)]);
  const wantsCrc = wanted.includes("crc32");
  let crc = 0;
  let sizeBytes = 0;
  const file = await open(path, "w", 0o600);
  const writer = new BehindWriter(file);
  try {
    for await (const chunk of source) {
      await writer.write(chunk);
      md5.update(chunk);
      for (const [, hash] of hashes) hash.update(chunk);
      if (wantsCrc) crc = crc32(chunk, crc);
      sizeBytes += chunk.length;
    }
    await writer.end();
  } catch (error) {
    await writer.settled();
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
  const checksums: Partial<Record<ChecksumName, string>> = {};
  for (const [name, hash] of hashes) checksums[name] = hash.digest("base64");
  if (wantsCrc) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc);
    checksums.crc32 = bytes.toString("base64");
  }
  return { sizeBytes, md5Hex: md5.digest("hex"), checksums };
}

/** Collects chunks and writes them behind its caller, one write at a time. */
class BehindWriter {
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: FileHandle) {}

  /** Waits only when the write before is not done yet. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= writeBytes) await this.#flush();
  }

  async end(): Promise<void> {
    if (this.#bytes > 0) await this.#flush();
    await this.#last;
  }

  /** Nothing is under way any more, well or not. */
  async settled(): Promise<void> {
    await this.#last.catch(() => {});
  }

  async #flush(): Promise<void> {
    await this.#last;
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#bytes = 0;
    this.#last = writeAll(this.file, chunks);
    // It is awaited later: until then nobody listens for its failure.
    this.#last.catch(() => {});
  }
}

/** A vectored write may stop half way, on a full disk for one. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const sizeBytes = chunks.reduce((sum, { length }) => sum + length, 0);
  let { bytesWritten } = await file.writev(chunks);
  if (bytesWritten === sizeBytes) return;
  const joined = Buffer.concat(chunks);
  while (bytesWritten < sizeBytes) {
    bytesWritten += (await file.write(joined, bytesWritten)).bytesWritten;
  }
}
