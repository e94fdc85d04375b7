import { expect, test } from "vitest";
import type { HttpExchange } from "./http-exchange";
import { tryAgain } from "./try-again";

const answer = (status: number): HttpExchange => ({ status, headers: {}, body: Buffer.alloc(0) });
/** Answers or fails as told, one after the other. */
const told = (...outcomes: (number | Error)[]) => {
  const left = [...outcomes];
  return {
    left,
    once: async () => {
      const outcome = left.shift();
      if (typeof outcome === "number") return answer(outcome);
      throw outcome ?? new Error("asked too often");
    },
  };
};
const words = ({ status }: HttpExchange) => String(status);
const gaveUp = (said: string) => new Error(`gave up: ${said}`);

test("a store that answers 503, cuts the connection and is asked too often for a moment ends nothing", async () => {
  const { once } = told(503, new Error("reset"), 429, 200);
  expect(await tryAgain(once, words, gaveUp)).toMatchObject({ status: 200 });
});

test("what will not pass is answered at once", async () => {
  for (const status of [403, 404, 412, 501]) {
    const { once, left } = told(status, 200);
    expect(await tryAgain(once, words, gaveUp)).toMatchObject({ status });
    expect(left).toHaveLength(1);
  }
});
