import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";

/** What was written, by every sum that a client may have sent. */
export interface SavedBody {
  sizeBytes: number;
  md5Hex: string;
  sha256Hex: string;
  /** Base64, by the name in `x-amz-checksum-<name>`. */
  checksums: Readonly<Record<"crc32" | "sha1" | "sha256", string>>;
}

/** Writes a stream to a file and sums it on the way; a file that was begun is removed when the stream breaks. */
export async function saveBody(source: AsyncIterable<Uint8Array>, path: string): Promise<SavedBody> {
  mkdirSync(dirname(path), { recursive: true });
  const md5 = createHash("md5");
  const sha1 = createHash("sha1");
  const sha256 = createHash("sha256");
  let crc = 0;
  let sizeBytes = 0;
  const file = await open(path, "w", 0o600);
  try {
    for await (const chunk of source) {
      md5.update(chunk);
      sha1.update(chunk);
      sha256.update(chunk);
      crc = crc32(chunk, crc);
      sizeBytes += chunk.length;
      await file.writeFile(chunk);
    }
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
  const crcBytes = Buffer.alloc(4);
  crcBytes.writeUInt32BE(crc);
  const sha256Bytes = sha256.digest();
  return {
    sizeBytes,
    md5Hex: md5.digest("hex"),
    sha256Hex: sha256Bytes.toString("hex"),
    checksums: {
      crc32: crcBytes.toString("base64"),
      sha1: sha1.digest("base64"),
      sha256: sha256Bytes.toString("base64"),
    },
  };
}
