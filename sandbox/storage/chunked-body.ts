import { createHash } from "node:crypto";
import { S3Error } from "./s3-error";
import type { Authentication } from "./signature";

const emptySha256 = createHash("sha256").update("").digest("hex");
const incomplete = () => new S3Error(400, "IncompleteBody", "The request body terminated unexpectedly");

/**
 * Takes the chunks of an `aws-chunked` body apart, checks their signatures when they are signed,
 * and hands trailers (checksums, after the last chunk) to `onTrailer`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export async function* decodeChunks(
  source: AsyncIterable<Uint8Array>,
  authentication: Authentication,
  onTrailer: (name: string, value: string) => void,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  const signed = authentication.payload.kind === "chunks" && authentication.payload.signed;
  let previous = authentication.seedSignature;
  for (;;) {
    const [size = "", extension = ""] = (await reader.line()).split(";");
    const sizeBytes = Number.parseInt(size, 16);
    if (!Number.isSafeInteger(sizeBytes)) throw incomplete();
    const hash = createHash("sha256");
    for (let left = sizeBytes; left > 0; ) {
      const piece = await reader.upTo(left);
      left -= piece.length;
      if (signed) hash.update(piece);
      yield piece;
    }
    if (signed) {
      const { timestamp, scope } = authentication;
      const text = ["AWS4-HMAC-SHA256-PAYLOAD", timestamp, scope, previous, emptySha256, hash.digest("hex")];
      previous = authentication.sign(text.join("\n"));
      if (extension !== `chunk-signature=${previous}`) {
        throw new S3Error(403, "SignatureDoesNotMatch", "The signature of a chunk does not match.");
      }
    }
    if (sizeBytes === 0) break;
    if ((await reader.line()) !== "") throw incomplete();
  }
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const at = line.indexOf(":");
    onTrailer(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
}

/** Reads lines and counted bytes from a stream. */
class ByteReader {
  #source: AsyncIterator<Uint8Array>;
  #pending: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** At least one byte and at most `limit`. @throws S3Error IncompleteBody at the end. */
  async upTo(limit: number): Promise<Buffer> {
    if (this.#pending.length === 0 && !(await this.#fill())) throw incomplete();
    const piece = this.#pending.subarray(0, limit);
    this.#pending = this.#pending.subarray(piece.length);
    return piece;
  }

  /** Up to the next CRLF, which is eaten. The end of the stream ends the last line. */
  async line(): Promise<string> {
    for (;;) {
      const at = this.#pending.indexOf("\r\n");
      if (at >= 0) {
        const line = this.#pending.subarray(0, at).toString("latin1");
        this.#pending = this.#pending.subarray(at + 2);
        return line;
      }
      if (this.#pending.length > 16_384) throw incomplete();
      if (!(await this.#fill())) {
        const rest = this.#pending.toString("latin1");
        this.#pending = Buffer.alloc(0);
        return rest;
      }
    }
  }

  async #fill(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    const { buffer, byteOffset, length } = next.value;
    const fresh = Buffer.from(buffer, byteOffset, length);
    this.#pending = this.#pending.length === 0 ? fresh : Buffer.concat([this.#pending, fresh]);
    return true;
  }
}
