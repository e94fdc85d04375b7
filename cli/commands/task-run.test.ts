import { mkdir, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { taskReportSchema } from "@/cli/contract/task";
import { readJson } from "@/cli/lib/files";
import { identify, signal } from "@/cli/lib/process-identity";
import { taskFiles, taskProcessSchema } from "@/cli/task/task-folder";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";

let machine: TestMachine;
beforeAll(async () => {
  machine = await createTestMachine();
});
afterAll(() => machine.close());

const task = async (args: string[], input?: string) =>
  taskReportSchema.parse(
    (await machine.nself(["task", ...args.slice(0, 2), "--json", ...args.slice(2)], input)).json().data,
  );

/** A task that runs until it is ended: it waits for the lock that this test's own process holds. */
async function holdMachine(): Promise<void> {
  await mkdir(machine.paths.run, { recursive: true });
  await writeFile(`${machine.paths.run}/machine.lock`, JSON.stringify(identify(process.pid)));
}

test("a task that nobody started is not_started", async () => {
  expect(await task(["check", "nothing"])).toMatchObject({ status: "not_started", log: [], result: null });
});

test("a task hands its standard input on and keeps log and envelope; running it again starts nothing", async () => {
  const input = JSON.stringify({
    serverId: "srv_test",
    name: "acme",
    domain: machine.domain,
    adminEmail: "a@example.com",
    services: {},
  });
  const first = await task(["run", "init.1", "--wait", "20", "--", "init"], input);
  expect(first).toMatchObject({ status: "succeeded", exitCode: 0, result: { ok: true } });
  expect(first.log).toEqual([`Initialised the stack of ${machine.domain}`]);
  const again = await task(["run", "init.1", "--wait", "20", "--", "init"], "not json");
  expect(again).toEqual(first);
  const tail = await task(["check", "init.1", "--from", String(first.nextOffset)]);
  expect(tail).toMatchObject({ log: [], nextOffset: first.nextOffset });
});

test("a task that failed keeps its error and can be run again", async () => {
  const failed = await task(["run", "init.2", "--wait", "20", "--", "init"], "not json");
  expect(failed).toMatchObject({
    status: "failed",
    exitCode: 2,
    result: { error: { code: "invalid_input" } },
  });
  const again = await task(["run", "init.2", "--wait", "20", "--", "version"]);
  expect(again).toMatchObject({ status: "succeeded" });
});

test("a task that was killed has failed, without an exit code", async () => {
  await holdMachine();
  expect(await task(["run", "killed", "--", "build"])).toMatchObject({ status: "running" });
  const running = await readJson(taskFiles(machine.paths, "killed").process, taskProcessSchema);
  if (!running) throw new Error("the task left no process file");
  const refused = await machine.nself(["task", "clean", "killed", "--json"]);
  expect(refused.exitCode).toBe(3);
  expect(refused.json().error?.code).toBe("task_running");
  signal(running, "SIGKILL");
  expect(await task(["check", "killed", "--wait", "10"])).toMatchObject({ status: "failed", exitCode: null });
  expect((await machine.nself(["task", "clean", "killed", "--json"])).json().data).toEqual({
    id: "killed",
    cleaned: true,
  });
  expect((await machine.nself(["task", "clean", "killed", "--json"])).json().data).toEqual({
    id: "killed",
    cleaned: false,
  });
});

test("however many run a task at once, one starts", async () => {
  await holdMachine();
  const reports = await Promise.all(Array.from({ length: 4 }, () => task(["run", "once", "--", "build"])));
  expect(reports.every((report) => report.status === "running")).toBe(true);
  expect(new Set(reports.map((report) => report.startedAt)).size).toBe(1);
  const running = await readJson(taskFiles(machine.paths, "once").process, taskProcessSchema);
  if (running) signal(running, "SIGKILL");
  await writeFile(`${machine.paths.run}/machine.lock`, "released");
});

test("an id that would leave the task folder is a usage error", async () => {
  const result = await machine.nself(["task", "check", "../../etc", "--json"]);
  expect(result.exitCode).toBe(2);
  expect(result.json().error?.code).toBe("usage");
});
