import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { makeDurable } from "./make-durable";

test("data that did not reach the disk is never taken for restored", async () => {
  await makeDurable(tmpdir());
  await expect(makeDurable("/nowhere/at/all")).rejects.toMatchObject({
    code: "recovery_failed",
    message: expect.stringContaining("/nowhere/at/all"),
  });
});
