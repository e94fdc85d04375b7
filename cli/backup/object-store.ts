import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { Failure } from "@/cli/lib/failure";
import { exchange, type HttpExchange } from "@/cli/lib/http-exchange";
import type { HttpAddress } from "@/cli/lib/http-get";
import { tryAgain } from "@/cli/lib/try-again";
import { ByteSigner } from "./sign-bytes";

export interface CustomerObject {
  key: string;
  sizeBytes: number;
  etag: string;
}

const bucketsSchema = z.object({
  ListAllMyBucketsResult: z.object({
    Buckets: z
      .union([z.literal(""), z.object({ Bucket: z.array(z.object({ Name: z.string() })) })])
      .optional(),
  }),
});
const listSchema = z.object({
  ListBucketResult: z.object({
    IsTruncated: z.coerce.string().transform((text) => text === "true"),
    NextContinuationToken: z.string().optional(),
    Contents: z.array(z.object({ Key: z.string(), Size: z.coerce.number(), ETag: z.string() })).default([]),
  }),
});
const requestTimeoutMs = 60_000;
const uploadSchema = z.object({ InitiateMultipartUploadResult: z.object({ UploadId: z.string() }) });
const parser = new XMLParser({
  parseTagValue: false,
  isArray: (_, path) =>
    path === "ListBucketResult.Contents" || path === "ListAllMyBucketsResult.Buckets.Bucket",
});

interface CallOptions {
  /** As they go over the wire: a character for each byte. */
  headers?: Record<string, string>;
  body?: Uint8Array;
}

/** The customer's own object store (MinIO) on this machine, as its root user; over TCP or a unix socket. */
export function openObjectStore(address: HttpAddress, password: string) {
  /** The keys that requests are signed with, which are the same for a day. */
  const cache = new Map<string, ArrayBuffer>();

  const once = async (
    method: string,
    path: string,
    { headers, body }: CallOptions,
  ): Promise<HttpExchange> => {
    const signed = await new ByteSigner({
      method,
      url: `http://minio.internal${path}`,
      headers: { ...headers, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
      accessKeyId: "nself",
      secretAccessKey: password,
      service: "s3",
      region: "us-east-1",
      cache,
    }).sign();
    return await exchange(
      { ...address, path },
      {
        method,
        headers: { ...Object.fromEntries(signed.headers), host: "minio.internal" },
        body,
        timeoutMs: requestTimeoutMs,
      },
    );
  };

  const call = (method: string, path: string, options: CallOptions = {}): Promise<HttpExchange> =>
    tryAgain(
      () => once(method, path, options),
      ({ status }) => String(status),
      (said) =>
        new Failure("objects_down", `The object store does not answer properly: ${said}`, {
          exit: "tryLater",
        }),
    );

  const must = (what: string, answer: HttpExchange, ...statuses: number[]) => {
    if (statuses.includes(answer.status)) return answer;
    throw new Failure("objects_down", `The object store refused ${what}: ${answer.status}`, {
      exit: "tryLater",
    });
  };
  const objectPath = (bucket: string, key: string) =>
    `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;

  return {
    buckets: async (): Promise<string[]> => {
      const { body } = must("to list its buckets", await call("GET", "/"), 200);
      const { Buckets } = bucketsSchema.parse(parser.parse(body.toString("utf8"))).ListAllMyBucketsResult;
      return Buckets ? Buckets.Bucket.map(({ Name }) => Name).sort() : [];
    },
    /** Page by page, in the order of keys. */
    objects: async function* (bucket: string): AsyncGenerator<CustomerObject> {
      let token: string | undefined;
      do {
        // Encoded, since a key may hold what XML cannot, or begin with a space.
        const query = new URLSearchParams({ "list-type": "2", "max-keys": "1000", "encoding-type": "url" });
        if (token) query.set("continuation-token", token);
        const { body } = must(`to list ${bucket}`, await call("GET", `/${bucket}?${query}`), 200);
        const page = listSchema.parse(parser.parse(body.toString("utf8"))).ListBucketResult;
        for (const { Key, Size, ETag } of page.Contents)
          yield { key: decodeKey(Key), sizeBytes: Size, etag: plainTag(ETag) };
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token);
    },
    /** The object as it is now; null when it is gone. */
    look: async (bucket: string, key: string): Promise<CustomerObject | null> => {
      const answer = await call("HEAD", objectPath(bucket, key));
      if (answer.status === 404) return null;
      const { headers } = must(`to tell of ${bucket}/${key}`, answer, 200);
      return {
        key,
        sizeBytes: Number(headers["content-length"] ?? 0),
        etag: plainTag(String(headers.etag ?? "")),
      };
    },
    /** Bytes `from` to `until` (excluded) of the object as it had this etag; null when it has changed or is gone. */
    read: async (bucket: string, object: CustomerObject, from: number, until: number) => {
      const range: Record<string, string> =
        object.sizeBytes > 0 ? { range: `bytes=${from}-${until - 1}` } : {};
      const headers = { ...range, "if-match": `"${object.etag}"` };
      const answer = await call("GET", objectPath(bucket, object.key), { headers });
      if (answer.status === 404 || answer.status === 412 || answer.status === 416) return null;
      must(`to hand out ${bucket}/${object.key}`, answer, 200, 206);
      if (answer.body.length !== until - from) return null;
      return {
        body: answer.body,
        contentType: answer.headers["content-type"] ?? null,
        headers: keptHeaders(answer.headers),
      };
    },
    makeBucket: async (bucket: string, settings?: BucketSettings): Promise<void> => {
      must(`to make ${bucket}`, await call("PUT", `/${bucket}`), 200, 409);
      if (settings?.policy) {
        const body = Buffer.from(settings.policy);
        must(`the policy of ${bucket}`, await call("PUT", `/${bucket}?policy=`, { body }), 200, 204);
      }
      if (settings?.versioning) {
        const body = Buffer.from(
          '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>',
        );
        must(`versions of ${bucket}`, await call("PUT", `/${bucket}?versioning=`, { body }), 200);
      }
    },
    /** A store that does not know policies has none. */
    settings: async (bucket: string): Promise<BucketSettings> => {
      const [policy, versioning] = await Promise.all([
        call("GET", `/${bucket}?policy=`),
        call("GET", `/${bucket}?versioning=`),
      ]);
      return {
        policy: policy.status === 200 ? policy.body.toString("utf8") : null,
        versioning: versioning.status === 200 && versioning.body.includes("<Status>Enabled</Status>"),
      };
    },
    /**
     * One piece as a whole; several by a multipart upload, so that no more than one of them is held. The store compares each
     * with its MD5, and so do we where its answer is one.
     */
    write: async (
      bucket: string,
      key: string,
      pieces: AsyncIterable<Buffer>,
      options: { count: number; contentType: string | null; headers?: Record<string, string> },
    ): Promise<void> => {
      const what = `to take ${bucket}/${key}`;
      const headers: Record<string, string> = {
        ...options.headers,
        ...(options.contentType ? { "content-type": options.contentType } : {}),
      };
      const path = objectPath(bucket, key);
      const send = async (to: string, body: Buffer, said: Record<string, string>) => {
        const md5 = createHash("md5").update(body).digest();
        const sent = await call("PUT", to, {
          headers: { ...said, "content-md5": md5.toString("base64") },
          body,
        });
        const tag = plainTag(String(must(what, sent, 200).headers.etag ?? ""));
        // An encrypting store answers another kind of tag.
        if (/^[0-9a-f]{32}$/.test(tag) && sent.headers["x-amz-server-side-encryption"] === undefined) {
          if (tag !== md5.toString("hex"))
            throw new Failure("recovery_failed", `The object store took another ${bucket}/${key}`);
        }
        return tag;
      };
      if (options.count === 1) {
        for await (const body of pieces) await send(path, body, headers);
        return;
      }
      const begun = must(what, await call("POST", `${path}?uploads=`, { headers }), 200);
      const uploadId = uploadSchema.parse(parser.parse(begun.body.toString("utf8")))
        .InitiateMultipartUploadResult.UploadId;
      const upload = `uploadId=${encodeURIComponent(uploadId)}`;
      const tags: string[] = [];
      for await (const body of pieces) {
        tags.push(await send(`${path}?partNumber=${tags.length + 1}&${upload}`, body, {}));
      }
      const list = tags.map(
        (tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>"${tag}"</ETag></Part>`,
      );
      const body = Buffer.from(`<CompleteMultipartUpload>${list.join("")}</CompleteMultipartUpload>`);
      must(what, await call("POST", `${path}?${upload}`, { body }), 200);
    },
  };
}
export type ObjectStoreClient = ReturnType<typeof openObjectStore>;

export interface BucketSettings {
  policy: string | null;
  versioning: boolean;
}

/** Stores write a space as `+` or as `%20`, and a plus always as `%2B`. */
const decodeKey = (encoded: string) => decodeURIComponent(encoded.replaceAll("+", "%20"));

/** What a client said of the object when it stored it, and expects to hear again. */
const keptNames =
  /^(x-amz-meta-.+|cache-control|content-disposition|content-encoding|content-language|expires)$/;
function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (keptNames.test(name) && typeof value === "string") kept[name] = value;
  return kept;
}

const plainTag = (etag: string) => etag.replaceAll("&quot;", "").replaceAll('"', "");
