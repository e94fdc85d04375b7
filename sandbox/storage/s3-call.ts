import type { ObjectStore } from "./object-store";
import { noSuchBucket, S3Error } from "./s3-error";
import type { Authentication } from "./signature";
import type { Bucket } from "./storage-schemas";

/** One authenticated request, as every operation gets it. */
export interface S3Call {
  request: Request;
  query: URLSearchParams;
  /** Empty where the request names none. */
  bucketName: string;
  key: string;
  authentication: Authentication;
  store: ObjectStore;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The body with chunk framing taken off. To be read once. */
  body(): AsyncIterable<Uint8Array>;
  /** Headers that came after the body; complete once the body was read. */
  trailers: ReadonlyMap<string, string>;
  /** The name of a provider-specific fault that strikes this request. */
  named: string | null;
  /** Whether a bucket answers what is signed for another region than its own. */
  anyRegion: boolean;
}

const maxDocumentBytes = 2 * 1024 * 1024;

/** The bucket of the request. @throws S3Error NoSuchBucket */
export function requireBucket(call: S3Call, name = call.bucketName): Bucket {
  const bucket = call.store.buckets.get(name);
  if (!bucket) throw noSuchBucket(name);
  return bucket;
}

/** A small XML body. @throws S3Error when it is not small */
export async function readDocument(call: S3Call): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of call.body()) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxDocumentBytes) throw new S3Error(400, "MalformedXML", "The document is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
