import { join } from "node:path";
import { z } from "zod";
import { Collection } from "@/sandbox/collection";

/**
 * `bucket` is no more than asking about a bucket, which every other one includes. `create` is `put` for requests that say
 * `If-None-Match: *`. `put` makes new objects; replacing one needs `overwrite` as well. Versions other than the newest, and
 * removing one for good, have permissions of their own, as they have in IAM.
 */
const permissions = [
  "bucket",
  "get",
  "getVersion",
  "list",
  "listVersions",
  "put",
  "create",
  "overwrite",
  "delete",
  "deleteVersion",
  "retain",
  "getRetention",
  "hold",
  "getHold",
  "bypass",
] as const;
export type Permission = (typeof permissions)[number];

/** What a key may do where. */
export const grantSchema = z.object({
  bucket: z.string().min(1),
  /** Only keys that begin with this; empty is the whole bucket. */
  prefix: z.string().default(""),
  allow: z.array(z.enum(permissions)).min(1),
});

export const accessKeySchema = z.object({
  /** The access key id. */
  id: z.string().regex(/^[\w-]{3,128}$/),
  secret: z.string().min(8),
  /** Null may do everything, buckets included. */
  grants: z.array(grantSchema).nullable(),
});
export type Grant = z.output<typeof grantSchema>;
export type AccessKey = z.output<typeof accessKeySchema>;

export const adminKey: AccessKey = {
  id: "sandbox-storage-admin",
  secret: "sandbox-storage-secret",
  grants: null,
};

/** Where the object store looks a key up by its id. */
export type FindKey = (id: string) => AccessKey | undefined;

/** The keys of the object store; the admin key is always there. */
export class AccessKeys {
  #keys: Collection<AccessKey>;

  constructor(dataDir: string) {
    this.#keys = new Collection(join(dataDir, "storage", "keys"), accessKeySchema);
    if (!this.#keys.get(adminKey.id)) this.#keys.put(adminKey);
  }

  get(id: string): AccessKey | undefined {
    return this.#keys.get(id);
  }

  all(): AccessKey[] {
    return this.#keys.all();
  }

  put(key: z.input<typeof accessKeySchema>): AccessKey {
    return this.#keys.put(accessKeySchema.parse(key));
  }

  delete(id: string): void {
    this.#keys.delete(id);
  }
}

/** Whether a key may do something to an object, or under a prefix when it lists. */
export function isAllowed(key: AccessKey, permission: Permission, bucket: string, path: string): boolean {
  if (key.grants === null) return true;
  return key.grants.some(
    (grant) => grant.bucket === bucket && path.startsWith(grant.prefix) && grant.allow.includes(permission),
  );
}

/** Whether a key has any business with a bucket: it may then ask whether it exists and where. */
export function knowsBucket(key: AccessKey, bucket: string): boolean {
  return key.grants === null || key.grants.some((grant) => grant.bucket === bucket);
}
