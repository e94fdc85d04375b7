import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { restartedSchema } from "@/cli/contract/server";
import { withLock } from "@/cli/lib/lock";
import { findDaemon } from "@/cli/runtime/process/daemon";
import { findPostgres, stopPostgres } from "@/cli/runtime/process/postgres-process";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";

let machine: TestMachine;
beforeAll(async () => {
  machine = await createTestMachine();
  await machine.boot();
});
afterAll(() => machine.close());

const restart = (...args: string[]) => machine.nself(["service", "restart", ...args, "--json"]);
const running = async () => ({
  postgres: (await findPostgres(machine.paths))?.pid,
  gateway: (await findDaemon(machine.paths, "gateway"))?.pid,
});

test("one service is a new process afterwards, the others are those they were, and how long it was away is said", async () => {
  const before = await running();
  const { awaySeconds, restarted, services } = restartedSchema.parse((await restart("postgres")).json().data);
  const after = await running();
  expect(after.postgres).not.toBe(before.postgres);
  expect(after.gateway).toBe(before.gateway);
  expect(restarted).toEqual(["postgres"]);
  expect(awaySeconds).toBeGreaterThan(0);
  expect(services.find(({ name }) => name === "postgres")?.status).toBe("healthy");
});

test("without a name the whole stack is restarted and healthy again", async () => {
  const before = await running();
  const { services } = restartedSchema.parse((await restart()).json().data);
  const after = await running();
  expect([after.postgres, after.gateway]).not.toContain(before.postgres);
  expect([after.postgres, after.gateway]).not.toContain(before.gateway);
  expect(services.every(({ status }) => status === "healthy")).toBe(true);
});

test("one that was cut off between stop and start is finished by the next", async () => {
  await stopPostgres(machine.paths);
  expect((await restart("postgres")).exitCode).toBe(0);
  expect((await running()).postgres).toBeDefined();
});

test("visitors are let in again by nobody but who kept them out", async () => {
  expect((await machine.nself(["maintenance", "on", "--json"])).exitCode).toBe(0);
  expect((await restart()).exitCode).toBe(0);
  expect((await machine.get(`api.${machine.domain}`, "/v1/graphql")).status).toBe(503);
  expect((await machine.nself(["maintenance", "off", "--json"])).exitCode).toBe(0);
});

test.each([
  ["backup", () => machine.paths.backupLock],
  ["restore", () => `${machine.paths.run}/restore.lock`],
])("the database is not taken from under a %s, while the gateway may be restarted", async (_, lock) => {
  await withLock(lock(), 0, async () => {
    for (const service of [["postgres"], []]) {
      const refused = await restart(...service);
      expect([refused.exitCode, refused.json().error?.code]).toEqual([3, "busy"]);
    }
    expect((await restart("nginx")).exitCode).toBe(0);
  });
});

test("a service that does not come back is named, with what it said last", async () => {
  await writeFile(path.join(machine.paths.postgresData, "PG_VERSION"), "9.6\n");
  const failed = await restart("postgres", "--timeout", "2");
  expect(failed.exitCode).toBe(1);
  expect(failed.json().error?.message).toMatch(/did not start: .*incompatible with server/);
});

test("an unknown service is a usage error that lists the known ones, and so is a time that cannot be", async () => {
  const unknown = await restart("postgre");
  expect(unknown.exitCode).toBe(2);
  expect(JSON.stringify(unknown.json().error)).toContain("postgres, hasura, auth, nginx");
  expect((await restart("nginx", "--timeout", "0")).exitCode).toBe(2);
});
