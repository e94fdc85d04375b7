import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { BackupKey } from "./backup";

/*
 * A sealed object of the repository:
 *   "NSB1" | key id (8 bytes) | nonce (12) | AES-256-GCM ciphertext | tag (16)
 * The head and the object's full name in the store are authenticated with it, so that an object that was swapped, renamed
 * or taken from another server's prefix does not open.
 */
const magic = Buffer.from("NSB1");
const headBytes = 4 + 8 + 12;
const tagBytes = 16;

/** Why an object did not open. `wrong_key` is told apart: the remedy is another. */
export class UnsealError extends Error {
  readonly reason: "damaged" | "wrong_key";
  constructor(reason: "damaged" | "wrong_key", message: string) {
    super(message);
    this.reason = reason;
  }
}

export function newBackupKey(): BackupKey {
  const secret = randomBytes(32);
  return { id: backupKeyId(secret), secret: secret.toString("base64") };
}

function backupKeyId(secret: Buffer): string {
  return createHash("sha256").update(secret).digest("hex").slice(0, 16);
}

export function seal(key: BackupKey, name: string, plain: Uint8Array): Buffer {
  const head = Buffer.concat([magic, Buffer.from(key.id, "hex"), randomBytes(12)]);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key.secret, "base64"), head.subarray(12));
  cipher.setAAD(Buffer.concat([head, Buffer.from(name)]));
  return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws UnsealError for anything but the very bytes that were sealed under this key and this name. */
export function unseal(key: BackupKey, name: string, sealed: Buffer): Buffer {
  if (sealed.length < headBytes + tagBytes || !sealed.subarray(0, 4).equals(magic)) {
    throw new UnsealError("damaged", `${name} is not a sealed object, or was cut off`);
  }
  const head = sealed.subarray(0, headBytes);
  if (head.subarray(4, 12).toString("hex") !== key.id) {
    throw new UnsealError(
      "wrong_key",
      `${name} was sealed under key ${head.subarray(4, 12).toString("hex")}, not ${key.id}`,
    );
  }
  const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key.secret, "base64"), head.subarray(12));
  decipher.setAAD(Buffer.concat([head, Buffer.from(name)]));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    const body = decipher.update(sealed.subarray(headBytes, sealed.length - tagBytes));
    decipher.final(); // checks the tag; in this mode no bytes are left
    return body;
  } catch {
    throw new UnsealError("damaged", `${name} was changed after it was sealed, or belongs elsewhere`);
  }
}
