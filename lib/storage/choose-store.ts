import { GetBucketLocationCommand, GetObjectLockConfigurationCommand } from "@aws-sdk/client-s3";
import { type BackupStore, env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { callStore, isStoreError } from "./storage-errors";
import { clientOf } from "./store-of";

const checked = new Map<string, Promise<{ locks: boolean }>>();

/**
 * A store in another region than the server's location. What the configuration says of the region is checked with the
 * bucket itself: a copy beside the original is no off-site copy. Throws `no_store`.
 */
export async function chooseStore(location: string): Promise<{ store: BackupStore; locks: boolean }> {
  const elsewhere = env().BACKUP_STORES.filter(({ region }) => region !== location);
  for (const store of elsewhere) {
    const facts = await checkStore(store).catch((error: unknown) => {
      checked.delete(store.id);
      if (elsewhere.at(-1) === store) throw error;
      return null;
    });
    if (facts) return { store, ...facts };
  }
  throw new AppError("no_store", { internal: `no store of BACKUP_STORES lies outside ${location}` });
}

function checkStore(store: BackupStore): Promise<{ locks: boolean }> {
  const known = checked.get(store.id);
  if (known) return known;
  const check = askStore(store);
  checked.set(store.id, check);
  return check;
}

async function askStore(store: BackupStore): Promise<{ locks: boolean }> {
  const client = clientOf(store);
  const { LocationConstraint } = await callStore("GetBucketLocation", () =>
    client.send(new GetBucketLocationCommand({ Bucket: store.bucket })),
  );
  // AWS answers nothing for its first region.
  const region = LocationConstraint || "us-east-1";
  if (region !== store.region) {
    throw new AppError("no_store", {
      internal: `bucket ${store.bucket} is in ${region}, not in ${store.region}`,
    });
  }
  const locks = await client
    .send(new GetObjectLockConfigurationCommand({ Bucket: store.bucket }))
    .then(({ ObjectLockConfiguration }) => ObjectLockConfiguration?.ObjectLockEnabled === "Enabled")
    .catch((error: unknown) => {
      if (
        isStoreError(
          error,
          "ObjectLockConfigurationNotFoundError",
          "NotImplemented",
          "NoSuchObjectLockConfiguration",
        )
      )
        return false;
      throw error;
    });
  return { locks };
}
