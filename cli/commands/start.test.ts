import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { healthReportSchema, startedSchema } from "@/cli/contract/server";
import { signal } from "@/cli/lib/process-identity";
import { waitUntil } from "@/cli/lib/wait-until";
import { findDaemon } from "@/cli/runtime/process/daemon";
import { findPostgres } from "@/cli/runtime/process/postgres-process";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";

let machine: TestMachine;
beforeAll(async () => {
  machine = await createTestMachine();
  await machine.boot();
});
afterAll(() => machine.close());

const query = async (sql: string) => {
  const client = new pg.Client({
    connectionString: (await readFile(machine.paths.postgresUrl, "utf8")).trim(),
  });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

test("a stack that was started answers healthy from every service, and PostgreSQL takes SQL", async () => {
  const { status, json } = await machine.get(machine.domain, "/health");
  const report = healthReportSchema.parse(json);
  expect(status).toBe(200);
  expect(report).toMatchObject({ status: "healthy", serverId: "srv_test", domain: machine.domain });
  expect(report.services.map((service) => service.name)).toEqual([
    "postgres",
    "hasura",
    "auth",
    "nginx",
    "minio",
  ]);
  expect(await query("select 1 + 1 as sum")).toEqual([{ sum: 2 }]);
});

test("health is answered on every host of the domain and on no other", async () => {
  expect((await machine.get(`api.${machine.domain}`, "/health")).status).toBe(200);
  expect((await machine.get("elsewhere.example", "/health")).status).toBe(421);
  expect((await machine.get(`nobody.${machine.domain}`, "/")).status).toBe(404);
});

test("a stand-in says that it is one", async () => {
  const { json } = await machine.get(`api.${machine.domain}`, "/v1/graphql");
  expect(json).toMatchObject({ standIn: true, service: "hasura" });
});

test("a WAL segment that was switched is in the spool under its final name", async () => {
  await query("create table marks (id int)");
  await query("select pg_switch_wal()");
  const found = await waitUntil(
    async () => (await readdir(machine.paths.walSpool)).find((name) => /^[0-9A-F]{24}$/.test(name)),
    { timeoutMs: 15_000 },
  );
  expect(found).toBeTruthy();
});

test("secrets can be read by root alone and init keeps them", async () => {
  expect((await stat(machine.paths.secretsFile)).mode & 0o777).toBe(0o600);
  expect((await stat(machine.paths.postgresUrl)).mode & 0o777).toBe(0o600);
  const before = await readFile(machine.paths.secretsFile, "utf8");
  const stack = await readFile(machine.paths.stackFile, "utf8");
  expect((await machine.nself(["init", "--json"], stack)).exitCode).toBe(0);
  expect(await readFile(machine.paths.secretsFile, "utf8")).toBe(before);
  expect((await machine.nself(["build", "--json"])).json().data).toMatchObject({ changed: false });
});

test("without PostgreSQL the health is 503 and names what is down, and start mends it", async () => {
  const postgres = await findPostgres(machine.paths);
  if (!postgres) throw new Error("PostgreSQL does not run");
  signal(postgres, "SIGKILL");
  const sick = await waitUntil(
    async () => {
      const answer = await machine.get(machine.domain, "/health");
      return answer.status === 503 ? answer : null;
    },
    { timeoutMs: 10_000 },
  );
  const report = healthReportSchema.parse(sick?.json);
  expect(report.status).toBe("unhealthy");
  const down = report.services
    .filter((service) => service.status !== "healthy")
    .map((service) => service.name);
  expect(down).toEqual(["postgres", "hasura", "auth"]);

  const told = (await machine.nself(["health", "--json"])).json();
  expect(told).toMatchObject({ ok: true, data: { status: "unhealthy" } });
  const started = await machine.nself(["start", "--json"]);
  expect(startedSchema.parse(started.json().data).services.every((entry) => entry.status === "healthy")).toBe(
    true,
  );
});

test("start repeated keeps the processes that run", async () => {
  const before = [await findPostgres(machine.paths), await findDaemon(machine.paths, "gateway")];
  expect((await machine.nself(["start", "--json"])).exitCode).toBe(0);
  expect([await findPostgres(machine.paths), await findDaemon(machine.paths, "gateway")]).toEqual(before);
});

test("stop leaves no process and keeps the data", async () => {
  await query("insert into marks values (7)");
  expect((await machine.nself(["stop", "--json"])).exitCode).toBe(0);
  expect(await findPostgres(machine.paths)).toBeNull();
  expect(await findDaemon(machine.paths, "gateway")).toBeNull();
  expect(await findDaemon(machine.paths, "agent")).toBeNull();
  expect(existsSync(machine.paths.postgresData)).toBe(true);
  expect((await machine.nself(["start", "--json"])).exitCode).toBe(0);
  expect(await query("select id from marks")).toEqual([{ id: 7 }]);
});
