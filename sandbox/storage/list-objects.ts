import { uriEncode } from "./canonical-request";
import { requireBucket, type S3Call } from "./s3-call";
import { invalidArgument } from "./s3-error";
import type { ObjectVersion } from "./storage-schemas";
import { type XmlFields, xmlResponse } from "./xml";

/** Objects younger than this are left out by the fault `stale_list`. */
const staleMs = 60_000;

/** ListObjectsV2, and ListObjects with its markers. */
export function listObjects(call: S3Call): Response {
  const bucket = requireBucket(call);
  const { query } = call;
  const version2 = query.has("list-type");
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const maxKeys = readMaxKeys(query.get("max-keys"));
  const token = query.get("continuation-token");
  const after = version2
    ? token === null
      ? (query.get("start-after") ?? "")
      : Buffer.from(token, "base64url").toString()
    : (query.get("marker") ?? "");
  const stale = call.named === "stale_list";
  const keys = call.store.keys(bucket.id, prefix).filter((key) => {
    const current = call.store.current(bucket.id, key);
    return current !== undefined && !(stale && Date.parse(current.lastModified) > call.now() - staleMs);
  });
  const page = takePage(keys, prefix, delimiter, after, maxKeys);
  const encode = encoder(query);
  const contents = page.keys.flatMap((key): XmlFields[] => {
    const current = call.store.current(bucket.id, key);
    return current ? [{ Key: encode(key), ...contentFields(current) }] : [];
  });
  const truncated = page.next !== null;
  const common = {
    Name: bucket.id,
    Prefix: encode(prefix),
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: truncated,
    Contents: contents,
    CommonPrefixes: page.prefixes.map((one) => ({ Prefix: encode(one) })),
  };
  const next = page.next ?? "";
  return xmlResponse(
    "ListBucketResult",
    version2
      ? {
          ...common,
          KeyCount: contents.length + page.prefixes.length,
          ContinuationToken: token ?? undefined,
          NextContinuationToken: truncated ? Buffer.from(next).toString("base64url") : undefined,
          StartAfter: query.get("start-after") ?? undefined,
        }
      : { ...common, Marker: encode(after), NextMarker: truncated ? encode(next) : undefined },
  );
}

export function contentFields(version: ObjectVersion): XmlFields {
  return {
    LastModified: version.lastModified,
    ETag: `"${version.etag}"`,
    Size: version.sizeBytes,
    StorageClass: "STANDARD",
  };
}

export interface ListPage {
  keys: string[];
  prefixes: string[];
  /** The last key or prefix of the page, to go on after; null when this is the last page. */
  next: string | null;
}

/** Keys after `after`, those with the delimiter behind the prefix rolled up, `maxKeys` of both together. */
export function takePage(
  keys: readonly string[],
  prefix: string,
  delimiter: string,
  after: string,
  maxKeys: number,
): ListPage {
  const page: ListPage = { keys: [], prefixes: [], next: null };
  let last = "";
  for (const key of keys) {
    const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const rolled = at < 0 ? null : key.slice(0, at + delimiter.length);
    const name = rolled ?? key;
    if (Buffer.compare(Buffer.from(name), Buffer.from(after)) <= 0 || page.prefixes.at(-1) === rolled)
      continue;
    if (page.keys.length + page.prefixes.length >= maxKeys) {
      page.next = last;
      return page;
    }
    if (rolled === null) page.keys.push(key);
    else page.prefixes.push(rolled);
    last = name;
  }
  return page;
}

export function readMaxKeys(value: string | null): number {
  const given = Number(value ?? 1000);
  if (!Number.isInteger(given) || given < 0) throw invalidArgument("max-keys is no whole number");
  return Math.min(given, 1000);
}

export function encoder(query: URLSearchParams): (text: string) => string {
  return query.get("encoding-type") === "url"
    ? (text) => uriEncode(text).replace(/%2F/g, "/")
    : (text) => text;
}
