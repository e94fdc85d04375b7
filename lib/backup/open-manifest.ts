import { gunzipSync } from "node:zlib";
import { type Manifest, manifestSchema } from "@/cli/contract/backup";
import { UnsealError, unseal } from "@/cli/contract/sealed-object";
import { AppError } from "@/lib/errors";
import type { Server } from "@/prisma/client/client";
import { backupKeyOf } from "./open-backup-place";

/**
 * A manifest unpacked: half a million files, a hundred times what a large cluster has. A server that was taken over seals
 * what it likes, and a few kilobytes may unpack to as many gigabytes.
 */
export const largestManifestBytes = 64 * 1024 * 1024;

/** A file or chunk is an object of at least a hundred bytes: half of them is its hash. */
const leastBytesOfObject = 64;
/** What the rest has: plugins, buckets, the parts of the manifest. */
const otherObjects = 10_000;

/** Opens a manifest under its server's key. Whoever sealed it takes little of our memory and time. Throws `backup_damaged`. */
export function openManifest(server: Server, key: string, sealed: Buffer): Manifest {
  try {
    const packed = unseal(backupKeyOf(server), key, sealed);
    const plain = gunzipSync(packed, { maxOutputLength: largestManifestBytes });
    // 64 MiB of empty lists are gigabytes once they are read, and take half a minute in which nobody is served.
    if (brackets(plain) > plain.length / leastBytesOfObject + otherObjects)
      throw new RangeError("too many objects");
    return manifestSchema.parse(JSON.parse(plain.toString("utf8")));
  } catch (error) {
    const why = error instanceof UnsealError ? error.message : unreadable(error);
    throw new AppError("backup_damaged", { public: `The manifest does not open: ${why}.`, cause: error });
  }
}

function brackets(json: Buffer): number {
  let count = 0;
  for (let at = 0; at < json.length; at += 1) if (json[at] === 0x5b || json[at] === 0x7b) count += 1;
  return count;
}

function unreadable(error: unknown): string {
  const tooLarge = error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
  return tooLarge ? `it is larger than ${largestManifestBytes} bytes` : "it cannot be read";
}
