import { chmod } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { doctorSchema, logsSchema, statusSchema } from "@/cli/contract/server";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";

let machine: TestMachine;
beforeAll(async () => {
  machine = await createTestMachine();
});
afterAll(() => machine.close());

const checks = async () => {
  const { checks: all } = doctorSchema.parse((await machine.nself(["doctor", "--json"])).json().data);
  return Object.fromEntries(all.map((check) => [check.name, check.status]));
};

test("on a machine without a stack every examination still runs and says what to do", async () => {
  const { data } = (await machine.nself(["doctor", "--json"])).json();
  const all = doctorSchema.parse(data).checks;
  expect(all.map((check) => check.name)).toEqual(
    expect.arrayContaining(["server", "secrets", "agent", "services"]),
  );
  for (const check of all.filter((entry) => entry.status === "fail")) expect(check.fix).not.toBeNull();
  const status = statusSchema.parse((await machine.nself(["status", "--json"])).json().data);
  expect(status).toMatchObject({ services: [], plugins: [], certificate: null });
});

test("on a running machine it finds nothing but the placeholder, and then what was broken", async () => {
  await machine.boot();
  expect(await checks()).toMatchObject({ certificate: "warn", secrets: "ok", agent: "ok", services: "ok" });
  await chmod(machine.paths.secretsFile, 0o644);
  expect(await checks()).toMatchObject({ secrets: "fail" });
});

test("logs are the service's own, and a service that does not exist is named", async () => {
  const { data } = (await machine.nself(["logs", "postgres", "--lines", "50", "--json"])).json();
  expect(logsSchema.parse(data).lines.join("\n")).toContain("database system is ready to accept connections");
  expect((await machine.nself(["logs", "nobody", "--json"])).json().error?.code).toBe("unknown_service");
});
