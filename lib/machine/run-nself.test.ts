import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { versionSchema } from "@/cli/contract/server";
import { startSshServer, type TestSshServer } from "@/tests/harness/ssh-server";
import { checkTask } from "./check-task";
import { cleanTask } from "./clean-task";
import { commandErrorTable } from "./command-errors";
import { closeConnections } from "./connect";
import { createSshKeyPair } from "./create-key-pair";
import type { MachineTarget } from "./machine-target";
import { readTaskResult } from "./read-task-result";
import { runNself } from "./run-nself";
import { runTask } from "./run-task";

const host = createSshKeyPair("host");
const ours = createSshKeyPair("ours");
let server: TestSshServer;
let target: MachineTarget;
let answer: { stdout: string; stderr?: string; exitCode: number };

beforeAll(async () => {
  server = await startSshServer({
    hostPrivateKey: host.privateKey,
    clientPublicKey: ours.publicKey,
    onExec: ({ channel }) => {
      channel.stderr.write(answer.stderr ?? "");
      channel.write(answer.stdout);
      channel.exit(answer.exitCode);
      channel.end();
    },
  });
  target = { host: "127.0.0.1", port: server.port, hostKey: host.publicKey, privateKey: ours.privateKey };
});
beforeEach(() => {
  server.seen.length = 0;
});
afterAll(async () => {
  closeConnections();
  await server.close();
});

function refusal(code: string, exitCode: number) {
  return {
    stdout: JSON.stringify({ ok: false, error: { code, message: "It says why", hint: "Do this" } }),
    exitCode,
  };
}
const version = { version: "1.0.0", runtime: "process" };
const report = {
  id: "init",
  status: "running",
  exitCode: null,
  startedAt: null,
  finishedAt: null,
  log: [],
  nextOffset: 0,
  result: null,
};

test("the data of a good answer is parsed", async () => {
  answer = { stdout: JSON.stringify({ ok: true, data: version }), stderr: "noise", exitCode: 0 };
  expect(await runNself(target, ["version"], versionSchema)).toEqual(version);
  expect(server.seen.at(-1)).toBe("exec nself version --json");
});

test.each(Object.entries(commandErrorTable))("the command's code %s is ours %s", async (code, ourCode) => {
  answer = refusal(code, 1);
  await expect(runNself(target, ["plugin", "install"], versionSchema)).rejects.toMatchObject({
    code: ourCode,
  });
});

test("any other refusal is a failed command with its own words", async () => {
  answer = refusal("not_healthy", 1);
  const failure = { code: "command_failed", publicMessage: "It says why", hint: "Do this" };
  await expect(runNself(target, ["build"], versionSchema)).rejects.toMatchObject(failure);
});

test("a command that was killed before it answered is run again later", async () => {
  answer = { stdout: "", exitCode: 137 };
  await expect(runNself(target, ["build"], versionSchema)).rejects.toMatchObject({ code: "machine_busy" });
});

test("try later is busy, unless it is the registry that did not answer", async () => {
  answer = refusal("locked", 3);
  await expect(runNself(target, ["build"], versionSchema)).rejects.toMatchObject({ code: "machine_busy" });
  answer = refusal("registry_unavailable", 3);
  await expect(runNself(target, ["build"], versionSchema)).rejects.toMatchObject({
    code: "registry_unavailable",
  });
});

test.each([
  ["nothing", "", 0],
  ["half an answer", '{"ok":true,"da', 0],
  ["a prompt", "Continue? [y/N] ", 0],
  ["another shape", '{"ok":true,"data":{"version":1}}', 0],
  ["a good answer with a failing exit code", JSON.stringify({ ok: true, data: version }), 1],
])("%s is a failed command, whatever the exit code", async (_name, stdout, exitCode) => {
  answer = { stdout, exitCode };
  await expect(runNself(target, ["version"], versionSchema)).rejects.toMatchObject({
    code: "command_failed",
  });
});

test("no secret of a failing command reaches the message", async () => {
  answer = { stdout: "", stderr: "password=hunter2secret", exitCode: 1 };
  const error = await runNself(target, ["init"], versionSchema).catch((thrown: Error) => thrown);
  expect(String(error)).not.toContain("hunter2secret");
});

test("task commands put their own options before the task's arguments", async () => {
  answer = { stdout: JSON.stringify({ ok: true, data: report }), exitCode: 0 };
  await runTask(target, "init", ["plugin", "install", "a@1.0.0"], { waitSeconds: 5 });
  await checkTask(target, "init", { from: 12, waitSeconds: 3 });
  answer = { stdout: JSON.stringify({ ok: true, data: { id: "init", cleaned: true } }), exitCode: 0 };
  await cleanTask(target, "init");
  expect(server.seen.filter((event) => event.startsWith("exec"))).toEqual([
    "exec nself task run init --wait 5 --json -- plugin install a@1.0.0",
    "exec nself task check init --from 12 --wait 3 --json",
    "exec nself task clean init --json",
  ]);
});

test("the result of a task is its data, its refusal, or a failure with the end of its log", () => {
  const ended = { ...report, status: "succeeded" as const, exitCode: 0, result: { ok: true, data: version } };
  expect(readTaskResult(ended, versionSchema)).toEqual(version);
  const refused = { ok: false, error: { code: "package_tampered", message: "Changed" } };
  const failed = { ...report, status: "failed" as const, exitCode: 1, result: refused };
  expect(() => readTaskResult(failed, versionSchema)).toThrow(
    expect.objectContaining({ code: "plugin_refused" }),
  );
  const killed = { ...failed, result: null, log: ["Out of memory"] };
  const words = { code: "command_failed", publicMessage: expect.stringContaining("Out of memory") };
  expect(() => readTaskResult(killed, versionSchema)).toThrow(expect.objectContaining(words));
});
