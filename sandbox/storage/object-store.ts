import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Collection } from "@/sandbox/collection";
import {
  type Bucket,
  bucketSchema,
  type MultipartUpload,
  multipartUploadSchema,
  type ObjectVersion,
  objectVersionSchema,
} from "./storage-schemas";

interface BucketContent {
  versions: Collection<ObjectVersion>;
  /** Newest first. */
  byKey: Map<string, ObjectVersion[]>;
  sequence: number;
}

/** Buckets and object versions: descriptions in memory and on disk, bytes in one file a version. */
export class ObjectStore {
  readonly buckets: Collection<Bucket>;
  readonly uploads: Collection<MultipartUpload>;
  #folder: string;
  #content = new Map<string, BucketContent>();

  constructor(dataDir: string) {
    this.#folder = join(dataDir, "storage");
    // What a kill left half written is nobody's object.
    rmSync(join(this.#folder, "staging"), { recursive: true, force: true });
    this.buckets = new Collection(join(this.#folder, "buckets"), bucketSchema);
    this.uploads = new Collection(join(this.#folder, "uploads"), multipartUploadSchema);
  }

  /** A fresh path for bytes that are still coming in. */
  stagingPath(): string {
    mkdirSync(join(this.#folder, "staging"), { recursive: true });
    return join(this.#folder, "staging", randomBytes(12).toString("hex"));
  }

  partPath(uploadId: string, number: number): string {
    return join(this.#folder, "parts", uploadId, String(number));
  }

  keepPart(uploadId: string, number: number, stagedPath: string): void {
    const path = this.partPath(uploadId, number);
    mkdirSync(join(path, ".."), { recursive: true });
    renameSync(stagedPath, path);
  }

  dataPath(bucket: string, version: ObjectVersion): string {
    return join(this.#folder, "data", bucket, version.id);
  }

  /** All versions of a key, delete markers too, newest first. */
  versionsOf(bucket: string, key: string): readonly ObjectVersion[] {
    return this.#open(bucket).byKey.get(key) ?? [];
  }

  /** The newest version, unless it is a delete marker. */
  current(bucket: string, key: string): ObjectVersion | undefined {
    const [newest] = this.versionsOf(bucket, key);
    return newest?.deleteMarker ? undefined : newest;
  }

  /** Every key that has a version, in the order of its UTF-8 octets, as S3 lists. */
  keys(bucket: string, prefix: string): string[] {
    const keys = [...this.#open(bucket).byKey.keys()].filter((key) => key.startsWith(prefix));
    return keys.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  }

  isEmpty(bucket: string): boolean {
    return this.#open(bucket).byKey.size === 0;
  }

  /** Makes a version the newest of its key. @param stagedPath where its bytes wait; null for delete markers */
  add(
    bucket: string,
    version: Omit<ObjectVersion, "id" | "sequence">,
    stagedPath: string | null,
  ): ObjectVersion {
    const content = this.#open(bucket);
    content.sequence += 1;
    const added = { ...version, id: randomBytes(16).toString("hex"), sequence: content.sequence };
    if (stagedPath !== null) {
      const path = this.dataPath(bucket, added);
      mkdirSync(join(path, ".."), { recursive: true });
      renameSync(stagedPath, path);
    }
    content.versions.put(added);
    content.byKey.set(added.key, [added, ...(content.byKey.get(added.key) ?? [])]);
    return added;
  }

  /** Keeps changed properties of a version. */
  update(bucket: string, version: ObjectVersion): void {
    const content = this.#open(bucket);
    content.versions.put(version);
    const others = content.byKey.get(version.key) ?? [];
    content.byKey.set(
      version.key,
      others.map((one) => (one.id === version.id ? version : one)),
    );
  }

  remove(bucket: string, version: ObjectVersion): void {
    const content = this.#open(bucket);
    content.versions.delete(version.id);
    const left = (content.byKey.get(version.key) ?? []).filter((one) => one.id !== version.id);
    if (left.length > 0) content.byKey.set(version.key, left);
    else content.byKey.delete(version.key);
    if (!version.deleteMarker) rmSync(this.dataPath(bucket, version), { force: true });
  }

  removeUpload(uploadId: string): void {
    this.uploads.delete(uploadId);
    rmSync(join(this.#folder, "parts", uploadId), { recursive: true, force: true });
  }

  removeBucket(name: string): void {
    this.buckets.delete(name);
    this.#content.delete(name);
  }

  #open(bucket: string): BucketContent {
    const known = this.#content.get(bucket);
    if (known) return known;
    const versions = new Collection(join(this.#folder, "versions", bucket), objectVersionSchema);
    const byKey = new Map<string, ObjectVersion[]>();
    const all = versions.all().sort((one, other) => other.sequence - one.sequence);
    for (const version of all) byKey.set(version.key, [...(byKey.get(version.key) ?? []), version]);
    const content = { versions, byKey, sequence: all[0]?.sequence ?? 0 };
    this.#content.set(bucket, content);
    return content;
  }
}
