import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { BackupStore } from "@/lib/env";
import { callStore, isStoreError } from "./storage-errors";
import { clientOf } from "./store-of";

/** The object's bytes, or null when the store has none of that name. */
export async function readObject(store: BackupStore, key: string): Promise<Buffer | null> {
  try {
    return await callStore("GetObject", async () => {
      const { Body } = await clientOf(store).send(new GetObjectCommand({ Bucket: store.bucket, Key: key }));
      return Body ? Buffer.from(await Body.transformToByteArray()) : null;
    });
  } catch (error) {
    if (isStoreError(error, "NoSuchKey")) return null;
    throw error;
  }
}
