import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { BackupStore } from "@/lib/env";
import { callStore } from "./storage-errors";
import { clientOf } from "./store-of";

export interface StoredObject {
  key: string;
  sizeBytes: number;
}

/** Every object below a prefix, as the store itself lists it. */
export async function listObjects(store: BackupStore, prefix: string): Promise<StoredObject[]> {
  return await callStore("ListObjectsV2", async () => {
    const found: StoredObject[] = [];
    const pages = paginateListObjectsV2(
      { client: clientOf(store) },
      { Bucket: store.bucket, Prefix: prefix },
    );
    for await (const page of pages) {
      for (const { Key, Size } of page.Contents ?? [])
        if (Key) found.push({ key: Key, sizeBytes: Size ?? 0 });
    }
    return found;
  });
}
