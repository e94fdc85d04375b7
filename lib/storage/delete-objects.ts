import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from "@aws-sdk/client-s3";
import type { BackupStore } from "@/lib/env";
import { callStore } from "./storage-errors";
import { clientOf } from "./store-of";

const atOnce = 8;

/**
 * Deletes objects below a prefix for good, every version of them, where `wanted` says so. Our own lock (governance mode) is
 * lifted for that: nobody but the control plane's key may. Answers what is gone; asked again, nothing is left to do.
 */
export async function deleteObjects(
  store: BackupStore,
  prefix: string,
  wanted: (key: string) => boolean = () => true,
): Promise<{ count: number; bytes: number }> {
  return await callStore("DeleteObject", async () => {
    const client = clientOf(store);
    const versions: { key: string; versionId: string | undefined; bytes: number }[] = [];
    for await (const page of versionPages(store, prefix)) {
      for (const one of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
        if (!one.Key || !wanted(one.Key)) continue;
        versions.push({
          key: one.Key,
          versionId: one.VersionId,
          bytes: "Size" in one && typeof one.Size === "number" ? one.Size : 0,
        });
      }
    }
    for (let from = 0; from < versions.length; from += atOnce) {
      await Promise.all(
        versions.slice(from, from + atOnce).map(({ key, versionId }) =>
          client.send(
            new DeleteObjectCommand({
              Bucket: store.bucket,
              Key: key,
              VersionId: versionId,
              BypassGovernanceRetention: true,
            }),
          ),
        ),
      );
    }
    return { count: versions.length, bytes: versions.reduce((sum, one) => sum + one.bytes, 0) };
  });
}

async function* versionPages(store: BackupStore, prefix: string) {
  let marker: { KeyMarker?: string; VersionIdMarker?: string } | null = {};
  while (marker) {
    const page: ListObjectVersionsCommandOutput = await clientOf(store).send(
      new ListObjectVersionsCommand({ Bucket: store.bucket, Prefix: prefix, ...marker }),
    );
    yield page;
    marker = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : null;
  }
}
