import { acmeError } from "./acme-errors";

const attempts = 5;

/**
 * One request to the CA with its failures as AppErrors. acme-client itself answers a bad nonce five times with a new one; a CA
 * under load refuses more than that, and since a refused nonce means nothing was done, the call may start over.
 */
export async function callAcme<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts || !isBadNonce(error)) throw acmeError(error);
    }
  }
}

/** acme-client passes on only the words of the last answer. */
function isBadNonce(error: unknown): boolean {
  return error instanceof Error && error.name === "Error" && /nonce/i.test(error.message);
}
