import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** An RSA key that signs ID tokens (RS256, RFC 7518 3.3). Made when first needed: it takes a moment. */
export class SigningKey {
  #pair: { publicKey: KeyObject; privateKey: KeyObject } | undefined;

  /** RFC 7517 5. */
  jwks() {
    return { keys: [{ ...this.#jwk(), kid: this.#kid(), use: "sig", alg: "RS256" }] };
  }

  /** A JWT in the compact serialization (RFC 7515 3.1). */
  sign(claims: object): string {
    const header = { alg: "RS256", kid: this.#kid(), typ: "JWT" };
    const input = [header, claims].map((part) => base64url(JSON.stringify(part))).join(".");
    return `${input}.${sign("RSA-SHA256", Buffer.from(input), this.#keys().privateKey).toString("base64url")}`;
  }

  #keys() {
    this.#pair ??= generateKeyPairSync("rsa", { modulusLength: 2048 });
    return this.#pair;
  }

  #jwk() {
    const { kty, n, e } = this.#keys().publicKey.export({ format: "jwk" });
    return { kty, n, e };
  }

  /** The key's thumbprint (RFC 7638 3): its members in the order of their names. */
  #kid(): string {
    const { kty, n, e } = this.#jwk();
    return createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
  }
}

const base64url = (text: string) => Buffer.from(text).toString("base64url");
