import { expect, test } from "vitest";
import { keepEach } from "./keep-retention";

test("retention of ten thousand servers stays far below the 1,000 steps of a run, and one that fails holds up no other", async () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `srv_${index}`);
  const steps: string[] = [];
  const kept: string[] = [];
  const step = {
    run: async (id: string, body: () => Promise<unknown>) => {
      steps.push(id);
      await body();
    },
  };
  await keepEach(step, "retention", ids, async (id) => {
    if (id === "srv_7") throw new Error("the store is away");
    kept.push(id);
  });
  expect(new Set(steps).size).toBe(steps.length);
  expect(steps.length).toBeLessThan(500);
  expect(kept.sort()).toEqual(ids.filter((id) => id !== "srv_7").sort());
});
