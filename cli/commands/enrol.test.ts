import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { enrolmentSchema } from "@/cli/contract/server";
import { run } from "@/cli/lib/spawn";
import { createTestControlPlane, type TestControlPlane } from "@/cli/testing/test-control-plane";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";
import { renderCloudInit } from "@/lib/stack/cloud-init";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
let plane: TestControlPlane;
let machine: TestMachine;

beforeEach(async () => {
  const folder = `/var/tmp/nself-plane-${process.pid}`;
  plane = await createTestControlPlane(folder);
  await rm(folder, { recursive: true });
  machine = await createTestMachine({ controlPlaneUrl: plane.url });
  await mkdir(path.dirname(machine.paths.sshHostKey), { recursive: true });
  await writeFile(machine.paths.sshHostKey, `${hostKey} root@acme\n`);
  await writeFile(machine.paths.enrolToken, plane.token, { mode: 0o600 });
});
afterEach(async () => {
  await machine.close();
  await plane.close();
});

test("a server reports its host key and a request once, deletes the token, and may be asked again", async () => {
  const first = await machine.nself(["enrol", "--json"]);
  expect(first.json()).toMatchObject({ ok: true, data: { serverId: "srv_test" } });
  expect(first.json().data?.hostKeyFingerprint).toBe("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
  expect(existsSync(machine.paths.enrolToken)).toBe(false);
  const again = await machine.nself(["enrol", "--json"]);
  expect(again.json()).toEqual(first.json());
  expect(plane.enrolments).toHaveLength(1);
  expect(enrolmentSchema.parse(plane.enrolments[0])).toMatchObject({ serverId: "srv_test", hostKey });
});

test.each([
  [503, 3, "control_plane_unavailable"],
  [429, 3, "control_plane_unavailable"],
  [401, 1, "enrolment_refused"],
  [410, 1, "enrolment_refused"],
])("a control plane that answers %i is exit %i, and the token is kept", async (status, exitCode, code) => {
  plane.answerWith(status);
  const result = await machine.nself(["enrol", "--json"]);
  expect([result.exitCode, result.json().error?.code]).toEqual([exitCode, code]);
  expect(existsSync(machine.paths.enrolToken)).toBe(true);
});

test("without a control plane it is worth trying later", async () => {
  await plane.close();
  expect((await machine.nself(["enrol", "--json"])).exitCode).toBe(3);
});

/** What cloud-init does with our user_data: unpack the files, then run the commands. */
async function bootFromCloudInit(): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const { root } = machine.paths;
  const userData = parse(
    renderCloudInit({
      serverId: "srv_test",
      domain: machine.domain,
      controlPlaneUrl: plane.url,
      registryUrl: `${plane.url}/api/registry`,
      registryPublicKey: "AA==",
      enrolToken: plane.token,
      adminKeys: [hostKey],
    }),
  ) as { write_files: { path: string; content: string; permissions: string }[]; runcmd: string[] };
  for (const file of userData.write_files) {
    const target = path.join(root, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.content, { mode: Number.parseInt(file.permissions, 8) });
  }
  const tools = path.join(root, "tools");
  await mkdir(tools, { recursive: true });
  await writeFile(path.join(tools, "systemctl"), `#!/bin/sh\necho "$@" >> "$NSELF_ROOT/systemctl.log"\n`, {
    mode: 0o755,
  });
  const searched = [
    path.join(root, "usr/local/bin"),
    tools,
    path.dirname(process.execPath),
    "/usr/bin",
    "/bin",
  ];
  const env = { NSELF_ROOT: root, PATH: searched.join(":"), HOME: root };
  return await run(["sh", "-c", userData.runcmd[0] ?? "exit 99"], { env, cwd: root });
}

// The script is for a server that has curl; without one here there is nothing to run it with.
const bootTest = test.skipIf(!existsSync("/usr/bin/curl"));

bootTest(
  "a machine that boots from user_data installs nself, tells what it does, enrols and starts the agent",
  async () => {
    const booted = await bootFromCloudInit();
    expect(booted).toMatchObject({ exitCode: 0 });
    expect(plane.enrolments).toHaveLength(1);
    expect(plane.progress).toEqual([
      { serverId: "srv_test", message: "Downloading nself" },
      { serverId: "srv_test", message: "Enrolling the server" },
    ]);
    const installed = path.join(machine.paths.root, "usr/local/bin/nself");
    const version = await run([process.execPath, installed, "version", "--json"], {
      env: { NSELF_ROOT: machine.paths.root },
    });
    expect(JSON.parse(version.stdout)).toMatchObject({ ok: true, data: { runtime: "process" } });
    const units = await run(["cat", path.join(machine.paths.root, "systemctl.log")]);
    expect(units.stdout.trim().split("\n").at(-1)).toBe("start nself-agent.service");
  },
);

bootTest("a bootstrap that runs again after a crash ends the same, and enrols once", async () => {
  expect((await bootFromCloudInit()).exitCode).toBe(0);
  await rm(machine.paths.enrolToken, { force: true });
  const script = path.join(machine.paths.root, "usr/local/lib/nself/bootstrap.sh");
  const searched = [
    path.join(machine.paths.root, "tools"),
    path.dirname(process.execPath),
    "/usr/bin",
    "/bin",
  ];
  const again = await run(["sh", script], {
    env: { NSELF_ROOT: machine.paths.root, PATH: searched.join(":") },
  });
  expect(again).toMatchObject({ exitCode: 0 });
  expect(again.stdout).toContain("is installed already");
  expect(plane.enrolments).toHaveLength(1);
});
