import { inspect } from "node:util";
import { testimony } from "./testimony";

/** Shows a failure what was looked at, and answers it. */
export type See = <V>(value: V) => V;

/**
 * Asks again until the answer is there. In vain it fails with what was waited for, what was seen last, and what the logs say. The limit
 * is for what hangs: no test that passes is measured by it.
 */
export async function waitFor<T>(
  what: string,
  look: (see: See) => Promise<T | null | undefined | false>,
  timeoutMs = 180_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  const see: See = (value) => {
    last = value;
    return value;
  };
  for (;;) {
    last = undefined;
    const answer = await look(see);
    if (answer) return answer;
    if (Date.now() > deadline) {
      const seen = inspect(last ?? answer, { depth: 4, breakLength: 120, maxStringLength: 500 });
      throw new Error(
        `waited ${timeoutMs} ms in vain for ${what}\nlast seen: ${seen}\n${await testimony()}`.trimEnd(),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
