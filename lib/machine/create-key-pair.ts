import { generateKeyPairSync, randomBytes } from "node:crypto";

const keyType = "ssh-ed25519";

/**
 * A new ed25519 key pair in OpenSSH's formats (PROTOCOL.key of OpenSSH; RFC 8709 for the public part). Written here
 * because ssh2's own generator drops leading zero bytes: about one key in 750 is malformed.
 */
export function createSshKeyPair(comment: string): { privateKey: string; publicKey: string } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const jwk = privateKey.export({ format: "jwk" });
  const seed = Buffer.from(jwk.d ?? "", "base64url");
  const point = Buffer.from(jwk.x ?? "", "base64url");
  const publicBlob = Buffer.concat([sshString(keyType), sshString(point)]);
  const cleanComment = comment.replace(/[^\x21-\x7e]+/g, "-");
  return {
    privateKey: pem(privateFile(publicBlob, seed, point, cleanComment)),
    publicKey: `${keyType} ${publicBlob.toString("base64")} ${cleanComment}`,
  };
}

function privateFile(publicBlob: Buffer, seed: Buffer, point: Buffer, comment: string): Buffer {
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    sshString(keyType),
    sshString(point),
    sshString(Buffer.concat([seed, point])),
    sshString(comment),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  return Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    sshString("none"),
    sshString("none"),
    sshString(""),
    uint32(1),
    sshString(publicBlob),
    sshString(Buffer.concat([secret, padding])),
  ]);
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,70}/g) ?? [];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join("\n")}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function sshString(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
