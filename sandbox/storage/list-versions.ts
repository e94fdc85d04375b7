import { contentFields, encoder, readMaxKeys, takePage } from "./list-objects";
import { requireBucket, type S3Call } from "./s3-call";
import { type XmlFields, xmlDocument, xmlFields } from "./xml";

/** ListObjectVersions: versions and delete markers, newest first within a key. Pages break between keys only. */
export function listObjectVersions(call: S3Call): Response {
  const bucket = requireBucket(call);
  const { query } = call;
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const keyMarker = query.get("key-marker") ?? "";
  const maxKeys = readMaxKeys(query.get("max-keys"));
  const page = takePage(call.store.keys(bucket.id, prefix), prefix, delimiter, keyMarker, maxKeys);
  const encode = encoder(query);
  const entries = page.keys.flatMap((key) =>
    call.store.versionsOf(bucket.id, key).map((version, index): XmlFields => {
      const common = { Key: encode(key), VersionId: version.versionId, IsLatest: index === 0 };
      return version.deleteMarker
        ? { DeleteMarker: { ...common, LastModified: version.lastModified } }
        : { Version: { ...common, ...contentFields(version) } };
    }),
  );
  const head = {
    Name: bucket.id,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    MaxKeys: maxKeys,
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: page.next !== null,
    NextKeyMarker: page.next === null ? undefined : encode(page.next),
    CommonPrefixes: page.prefixes.map((one) => ({ Prefix: encode(one) })),
  };
  // Versions and delete markers stand mixed, in their order.
  const document = xmlDocument("ListVersionsResult", head, entries.map(xmlFields).join(""));
  return new Response(document, { headers: { "content-type": "application/xml" } });
}
