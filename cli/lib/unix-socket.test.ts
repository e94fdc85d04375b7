import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";

let machine: TestMachine;
beforeAll(async () => {
  machine = await createTestMachine({ folder: "a-folder-with-a-name".repeat(6) });
});
afterAll(() => machine.close());

test("a machine works in a folder whose path is longer than a unix socket's may be", async () => {
  expect(Buffer.byteLength(machine.paths.run)).toBeGreaterThan(107);
  await machine.boot();
  expect((await machine.get(machine.domain, "/health")).status).toBe(200);
  expect((await machine.nself(["health", "--json"])).json().data).toMatchObject({ status: "healthy" });
});
