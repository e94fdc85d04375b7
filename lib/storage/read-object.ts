import { Readable } from "node:stream";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { BackupStore } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { callStore, isStoreError } from "./storage-errors";
import { clientOf } from "./store-of";

/** As much as is ever held of one object; what else a backup holds comes in pieces of 16 MiB. */
const mostBytes = 64 * 1024 * 1024;

/**
 * The object's bytes, or null when the store has none of that name. Who wrote it may be a stranger by now, so of one that is
 * larger than `maxBytes` no more than that is taken: `backup_damaged`.
 */
export async function readObject(
  store: BackupStore,
  key: string,
  maxBytes = mostBytes,
): Promise<Buffer | null> {
  try {
    const bytes = await callStore("GetObject", async () => {
      const { Body, ContentLength } = await clientOf(store).send(
        new GetObjectCommand({ Bucket: store.bucket, Key: key }),
      );
      return Body instanceof Readable ? await takeAtMost(maxBytes, Body, ContentLength ?? 0) : null;
    });
    if (bytes === "too_large") {
      throw new AppError("backup_damaged", {
        public: `The ${key.split("/").at(-1)} in the store is larger than ${maxBytes} bytes.`,
        internal: key,
      });
    }
    return bytes;
  } catch (error) {
    if (isStoreError(error, "NoSuchKey")) return null;
    throw error;
  }
}

/** What it says of its length is believed only when that is too much. */
async function takeAtMost(
  maxBytes: number,
  body: Readable,
  saidBytes: number,
): Promise<Buffer | "too_large"> {
  const pieces: Buffer[] = [];
  let size = 0;
  if (saidBytes > maxBytes) {
    body.destroy();
    return "too_large";
  }
  for await (const piece of body) {
    size += piece.length;
    if (size > maxBytes) return "too_large"; // leaving the loop ends the stream
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
