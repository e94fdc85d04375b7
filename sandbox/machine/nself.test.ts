import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestControlPlane, type TestControlPlane } from "@/cli/testing/test-control-plane";
import { createSshKeyPair } from "@/lib/machine/create-key-pair";
import { renderCloudInit } from "@/lib/stack/cloud-init";
import { startTestHetzner, type TestHetzner, until } from "@/sandbox/hetzner/test-hetzner";
import { testProgram } from "@/tests/harness/test-programs";
import { processesOf } from "./processes";
import { sshExec } from "./ssh-exec";

const pair = createSshKeyPair("test");
const domain = "shop.sandbox.localhost";

describe("a server of the sandbox with our cloud-init", () => {
  let hetzner: TestHetzner;
  let plane: TestControlPlane;
  let folder: string;
  let serverId: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "nself-plane-"));
    process.env.SANDBOX_STORAGE_PROGRAM = testProgram("storage");
    plane = await createTestControlPlane(folder);
    hetzner = await startTestHetzner();
    await hetzner.api("POST /ssh_keys", { name: "admin", public_key: pair.publicKey });
    const server = await hetzner.runningServer({ name: "shop", ssh_keys: ["admin"], user_data: userData() });
    serverId = server.id;
    await until(() => existsSync(join(machine().root, "var/lib/cloud/instance/boot-finished")));
  });
  afterAll(async () => {
    await hetzner.close();
    await plane.close();
    delete process.env.SANDBOX_STORAGE_PROGRAM;
    rmSync(folder, { recursive: true, force: true });
  });

  const userData = () =>
    renderCloudInit({
      serverId: "srv_shop",
      domain,
      controlPlaneUrl: plane.url,
      registryUrl: `${plane.url}/api/registry`,
      registryPublicKey: Buffer.from("a key").toString("base64"),
      enrolToken: plane.token,
      adminKeys: [pair.publicKey],
    });
  const machine = () => {
    const [only] = hetzner.provider.machines();
    if (!only) throw new Error("no machine");
    return only;
  };
  const run = (command: string, stdin?: string) =>
    sshExec({ port: machine().ports.ssh, privateKey: pair.privateKey, stdin }, command);
  const minioIsWell = '"name":"minio","kind":"optional","status":"healthy"';
  const sql = async (query: string) => {
    const client = new pg.Client({ connectionString: machine().postgresUrl ?? "" });
    await client.connect();
    const { rows } = await client.query(query);
    await client.end();
    return rows;
  };

  it("enrols with the host key that its sshd shows", async () => {
    expect(readFileSync(join(machine().root, "run/cloud-init/result.json"), "utf8")).toContain('"errors":[]');
    expect(plane.enrolments).toHaveLength(1);
    const { hostKey } = await run("true");
    expect(plane.enrolments[0]).toMatchObject({ serverId: "srv_shop", hostKey: `ssh-ed25519 ${hostKey}` });
    expect(plane.progress.map(({ message }) => message)).toContain("Enrolling the server");
  });

  it("answers `nself version --json` over SSH and runs its agent", async () => {
    const { stdout, code } = await run("nself version --json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, data: { version: expect.any(String) } });
    expect((await run("systemctl is-active nself-agent.service")).stdout).toBe("active\n");
  });

  it("runs a real stack whose database and object store survive a reboot and a power cut", async () => {
    const input = { serverId: "srv_shop", name: "Shop", domain, adminEmail: "a@example.com", services: {} };
    for (const [command, stdin] of [
      ["nself init --json", JSON.stringify(input)],
      ["nself build --json"],
      ["nself start --json"],
    ]) {
      const { code, stdout, stderr } = await run(command ?? "", stdin);
      expect(code, `${command}: ${stdout} ${stderr}`).toBe(0);
    }
    expect(machine().postgresUrl).toMatch(/^postgres(ql)?:\/\//);
    await sql("create table kept (n int)");
    await sql("insert into kept values (42)");

    for (const action of ["reboot", "reset"]) {
      const { body } = await hetzner.api(`POST /servers/${serverId}/actions/${action}`);
      expect(await hetzner.settled(body.action)).toMatchObject({ status: "success" });
      const rows = await until(() => sql("select n from kept").catch(() => null));
      expect(rows).toEqual([{ n: 42 }]);
      await until(async () => (await run("nself health --json")).stdout.includes(minioIsWell));
    }
    expect(existsSync(join(machine().root, "var/lib/nself/minio/storage"))).toBe(true);
    expect(plane.enrolments).toHaveLength(1);
  });

  it("has nothing left running when it is deleted", async () => {
    const { root } = machine();
    expect(processesOf(root).length).toBeGreaterThan(3);
    const { body } = await hetzner.api(`DELETE /servers/${serverId}`);
    await hetzner.settled(body.action);
    expect(processesOf(root)).toEqual([]);
    expect(existsSync(root)).toBe(false);
  });
});
