import { randomBytes } from "node:crypto";

const kept = 10_000;

/** Replay nonces (RFC 8555 6.5): each is good once. Those of an earlier life of the sandbox are not. */
export class Nonces {
  #open = new Set<string>();

  issue(): string {
    const nonce = randomBytes(16).toString("base64url");
    this.#open.add(nonce);
    if (this.#open.size > kept) {
      const [oldest] = this.#open;
      if (oldest !== undefined) this.#open.delete(oldest);
    }
    return nonce;
  }

  /** True once for each nonce that was issued. */
  spend(nonce: string): boolean {
    return this.#open.delete(nonce);
  }
}
