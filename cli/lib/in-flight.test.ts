import { expect, test } from "vitest";
import { eachInFlight, places } from "./in-flight";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("no more than the limit run at once, and all of them run", async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await eachInFlight(
    Array.from({ length: 20 }, (_, index) => index),
    3,
    async (item) => {
      running += 1;
      most = Math.max(most, running);
      await turn();
      running -= 1;
      done.push(item);
    },
  );
  expect(most).toBe(3);
  expect(done).toHaveLength(20);
});

test("after a failure nothing more is started, and the failure is thrown", async () => {
  const started: number[] = [];
  const run = eachInFlight([0, 1, 2, 3, 4, 5], 1, async (item) => {
    started.push(item);
    await turn();
    if (item === 2) throw new Error("the third");
  });
  await expect(run).rejects.toThrow("the third");
  expect(started).toEqual([0, 1, 2]);
});

test("places are lent in order, given back after a failure, and the answer is handed on", async () => {
  const lend = places(2);
  const order: string[] = [];
  const job = (name: string) => () => {
    order.push(name);
    return name === "b" ? Promise.reject(new Error("b")) : turn().then(() => name);
  };
  const all = await Promise.allSettled(["a", "b", "c", "d"].map((name) => lend(job(name))));
  expect(order).toEqual(["a", "b", "c", "d"]);
  expect(all.map((one) => (one.status === "fulfilled" ? one.value : "failed"))).toEqual([
    "a",
    "failed",
    "c",
    "d",
  ]);
});
