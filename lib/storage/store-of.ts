import { S3Client } from "@aws-sdk/client-s3";
import { type BackupStore, env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** The SDK itself waits for ever: a store that falls silent in the middle would hold a step with it. */
const patience = { connectionTimeout: 5000, socketTimeout: 30_000 };

const clients = new Map<string, S3Client>();

/** A store by its id in BACKUP_STORES; one that was taken out of the configuration is `no_store`. */
export function storeOf(storeId: string): BackupStore {
  const store = env().BACKUP_STORES.find(({ id }) => id === storeId);
  if (store) return store;
  throw new AppError("no_store", { internal: `BACKUP_STORES has no ${storeId}` });
}

export function clientOf(store: BackupStore): S3Client {
  const known = clients.get(store.id);
  if (known) return known;
  const client = new S3Client({
    endpoint: store.endpoint,
    region: store.region,
    forcePathStyle: true,
    credentials: { accessKeyId: store.accessKeyId, secretAccessKey: store.secretAccessKey },
    maxAttempts: 4,
    requestHandler: patience,
    // Stores other than AWS's may not know its newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  clients.set(store.id, client);
  return client;
}
