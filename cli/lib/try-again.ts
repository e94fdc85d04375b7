import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "./failure";
import type { HttpExchange } from "./http-exchange";

const tries = 6;
/** Too early, too many, or a trouble that passes; 501 stays what it is. */
const passes = ({ status }: HttpExchange) =>
  status === 408 || status === 429 || (status >= 500 && status !== 501);

/**
 * Makes a request again while what went wrong may pass: no answer, 5xx, 429, 408; for about 20 seconds where answers come at
 * once. `once` signs anew each time. Throws what `gaveUp` makes of the last word.
 */
export async function tryAgain(
  once: () => Promise<HttpExchange>,
  wordsOf: (answer: HttpExchange) => string,
  gaveUp: (said: string) => Error,
): Promise<HttpExchange> {
  let said = "";
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (attempt > 0) await delay(Math.min(8000, 100 * 4 ** (attempt - 1)) * (1 + Math.random() / 4));
    try {
      const answer = await once();
      if (!passes(answer)) return answer;
      said = wordsOf(answer);
    } catch (error) {
      said = messageOf(error);
    }
  }
  throw gaveUp(said);
}
