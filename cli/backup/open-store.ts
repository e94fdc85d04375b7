import { createHash, webcrypto } from "node:crypto";
import { AwsClient } from "aws4fetch";
import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import type { StorePlace } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { exchange } from "@/cli/lib/http-exchange";
import { tryAgain } from "@/cli/lib/try-again";

// Node 18 has WebCrypto, but not as a global.
globalThis.crypto ??= webcrypto as Crypto;

const requestTimeoutMs = 120_000;

export interface ListedObject {
  name: string;
  sizeBytes: number;
}

/** The verbs that we need of any S3 store. Names are full keys: the prefix of the place is in them. */
export interface Store {
  readonly prefix: string;
  /** Makes a new object and never replaces one: "exists" when the name is taken, whatever by. */
  putNew(name: string, bytes: Uint8Array, lockUntil: Date | null): Promise<"stored" | "exists">;
  /** The object's bytes, or null when there is none. */
  get(name: string): Promise<Buffer | null>;
  /** Every object below a prefix, in the order of names. */
  list(below: string): Promise<ListedObject[]>;
}

const errorSchema = z.object({
  Error: z.object({ Code: z.string(), Message: z.coerce.string().default("") }),
});
const listSchema = z.object({
  ListBucketResult: z.object({
    IsTruncated: z.coerce.string().transform((text) => text === "true"),
    NextContinuationToken: z.string().optional(),
    Contents: z.array(z.object({ Key: z.string(), Size: z.coerce.number() })).default([]),
  }),
});
const parser = new XMLParser({
  parseTagValue: false,
  isArray: (_, path) => path === "ListBucketResult.Contents",
});

const asUrl = (name: string) => name.split("/").map(encodeURIComponent).join("/");

export function openStore(place: StorePlace): Store {
  const client = new AwsClient({
    accessKeyId: place.accessKeyId,
    secretAccessKey: place.secretAccessKey,
    service: "s3",
    region: place.region,
  });
  const base = `${place.endpoint.replace(/\/$/, "")}/${place.bucket}`;

  const once = async (
    url: string,
    { method, headers = {}, body }: { method: string; headers?: Record<string, string>; body?: Uint8Array },
  ) => {
    // Signed with the hash of the body: the store refuses what was changed on the way.
    const hash = createHash("sha256")
      .update(body ?? "")
      .digest("hex");
    const signed = await client.sign(url, { method, headers: { ...headers, "x-amz-content-sha256": hash } });
    return await exchange(new URL(url), {
      method,
      headers: Object.fromEntries(signed.headers),
      body,
      timeoutMs: requestTimeoutMs,
    });
  };

  /** A clock that was wrong, too, is corrected by the next try: each is signed anew. */
  const call: typeof once = (url, init) =>
    tryAgain(
      () => once(url, init),
      ({ status, body }) => `${status} ${errorCode(body)}`,
      (said) =>
        new Failure("store_unavailable", `The backup store does not answer properly: ${said}`, {
          exit: "tryLater",
        }),
    );

  const refuse = (what: string, answer: { status: number; body: Buffer }): Failure => {
    const code = errorCode(answer.body);
    if (code === "RequestTimeTooSkewed") {
      return new Failure(
        "clock_wrong",
        "This server's clock is wrong; the backup store refuses its requests",
        {
          hint: "timedatectl set-ntp true",
        },
      );
    }
    if (code === "NoSuchBucket")
      return new Failure("store_missing", `The bucket ${place.bucket} does not exist`);
    return new Failure("store_refused", `The backup store refused ${what}: ${answer.status} ${code}`);
  };

  return {
    prefix: place.prefix,
    putNew: async (name, bytes, lockUntil) => {
      const headers: Record<string, string> = {
        "if-none-match": "*",
        "content-type": "application/octet-stream",
      };
      if (lockUntil) {
        headers["x-amz-object-lock-mode"] = "GOVERNANCE";
        headers["x-amz-object-lock-retain-until-date"] = lockUntil.toISOString();
        // S3 wants a digest of the body with every lock (PutObject, "Content-MD5 or x-amz-sdk-checksum").
        headers["content-md5"] = createHash("md5").update(bytes).digest("base64");
      }
      const answer = await call(`${base}/${asUrl(name)}`, { method: "PUT", headers, body: bytes });
      if (answer.status === 200) return "stored";
      if (answer.status === 412) return "exists";
      throw refuse(`to store ${name}`, answer);
    },
    get: async (name) => {
      const answer = await call(`${base}/${asUrl(name)}`, { method: "GET" });
      if (answer.status === 200) return answer.body;
      if (answer.status === 404 && errorCode(answer.body) !== "NoSuchBucket") return null;
      throw refuse(`to hand out ${name}`, answer);
    },
    list: async (below) => {
      const found: ListedObject[] = [];
      let token: string | undefined;
      do {
        const query = new URLSearchParams({ "list-type": "2", prefix: below, "max-keys": "1000" });
        if (token) query.set("continuation-token", token);
        const answer = await call(`${base}?${query}`, { method: "GET" });
        if (answer.status !== 200) throw refuse(`to list ${below}`, answer);
        const page = listSchema.parse(parser.parse(answer.body.toString("utf8"))).ListBucketResult;
        for (const { Key, Size } of page.Contents) found.push({ name: Key, sizeBytes: Size });
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token);
      return found;
    },
  };
}

function errorCode(bytes: Buffer): string {
  try {
    return errorSchema.parse(parser.parse(bytes.toString("utf8"))).Error.Code;
  } catch {
    return "";
  }
}
