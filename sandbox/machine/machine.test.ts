import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createSshKeyPair } from "@/lib/machine/create-key-pair";
import type { FaultInput } from "@/sandbox/faults";
import { startTestHetzner, type TestHetzner, until } from "@/sandbox/hetzner/test-hetzner";
import { processesOf } from "./processes";
import { sshExec } from "./ssh-exec";

const pair = createSshKeyPair("test");
const units = {
  "always.service": "[Service]\nExecStart=/usr/bin/env sleep 600\nRestart=always\nRestartSec=10ms\n",
  "once.service":
    '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c "echo up >> $NSELF_ROOT/once"\nExecStop=/bin/sh -c "echo down >> $NSELF_ROOT/once"\n',
  "failing.service": "[Service]\nType=oneshot\nExecStart=/bin/false\n",
};
const userData = `#cloud-config
${JSON.stringify({
  ssh_authorized_keys: [pair.publicKey],
  write_files: Object.entries(units).map(([name, content]) => ({
    path: `/etc/systemd/system/${name}`,
    content,
  })),
})}`;

describe("a machine", () => {
  let hetzner: TestHetzner;
  let origin: Server;
  let originUrl: string;
  beforeAll(async () => {
    hetzner = await startTestHetzner();
    await hetzner.runningServer({ name: "box", user_data: userData });
    await until(() => existsSync(join(machine().root, "var/lib/cloud/instance/boot-finished")));
    origin = createServer((request, response) => response.end(`${request.method} fine`));
    await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
    originUrl = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  });
  afterEach(() => void hetzner.context.faults.clear());
  afterAll(async () => {
    await hetzner.close();
    origin.closeAllConnections();
    origin.close();
  });

  const machine = () => {
    const [only] = hetzner.provider.machines();
    if (!only) throw new Error("no machine");
    return only;
  };
  const run = (command: string, stdin?: string) =>
    sshExec({ port: machine().ports.ssh, privateKey: pair.privateKey, stdin }, command);
  const fault = (
    operation: string,
    effect: FaultInput["effect"],
    provider: FaultInput["provider"] = "machine",
  ) => hetzner.context.faults.add({ provider, operation, effect });

  describe("over SSH", () => {
    it("carries input, both outputs and the exit code", async () => {
      const answer = await run("cat; echo oops >&2; exit 7", "in\n");
      expect(answer).toMatchObject({ stdout: "in\n", stderr: "oops\n", code: 7 });
    });

    it("carries large output whole", async () => {
      const { stdout } = await run("head -c 3000000 /dev/zero | tr '\\0' x");
      expect(stdout.length).toBe(3_000_000);
    });

    it("lets nobody in whose key is not authorised", async () => {
      const stranger = createSshKeyPair("stranger").privateKey;
      await expect(sshExec({ port: machine().ports.ssh, privateKey: stranger }, "true")).rejects.toThrow(
        /auth/i,
      );
    });

    it("leaves a detached process alone when the connection ends", async () => {
      await run(
        "setsid sh -c 'echo $$ > $NSELF_ROOT/detached; exec sleep 600' > /dev/null 2>&1 < /dev/null &",
      );
      const pid = await until(() => {
        const file = join(machine().root, "detached");
        return existsSync(file) && Number(readFileSync(file, "utf8"));
      });
      expect(processesOf(machine().root)).toContain(pid);
      process.kill(pid);
    });

    it("shows another host key once when asked to", async () => {
      const { hostKey } = await run("true");
      fault("connect", { type: "named", name: "host_key_changed" });
      expect((await run("true")).hostKey).not.toBe(hostKey);
      expect((await run("true")).hostKey).toBe(hostKey);
    });

    it("can refuse a command, cut it, halve its output or answer garbage", async () => {
      fault("exec echo", { type: "status", status: 255 });
      expect(await run("echo hello")).toMatchObject({ code: 255, stdout: "" });
      fault("exec echo", { type: "reset" });
      expect(await run("echo hello")).toMatchObject({ code: null, stdout: "" });
      fault("exec echo", { type: "named", name: "half_output" });
      expect(await run("echo hello")).toMatchObject({ code: null, stdout: "hel" });
      fault("exec echo", { type: "named", name: "garbage_output" });
      const garbage = await run("echo hello");
      expect(garbage.code).toBe(0);
      expect(garbage.stdout).not.toContain("hello");
      fault("exec echo", { type: "reset_after" });
      expect(await run("echo done > $NSELF_ROOT/after")).toMatchObject({ code: null });
      expect(existsSync(join(machine().root, "after"))).toBe(true);
      expect(await run("echo hello")).toMatchObject({ code: 0, stdout: "hello\n" });
    });
  });

  describe("as a service manager", () => {
    it("starts a service again whenever it dies, until it is stopped", async () => {
      expect((await run("systemctl start always && systemctl is-active always")).stdout).toBe("active\n");
      const pidOf = async () =>
        Number(/MainPID=(\d+)/.exec((await run("systemctl status always")).stdout)?.[1]);
      const first = await pidOf();
      process.kill(first, "SIGKILL");
      const second = await until(async () => {
        const pid = await pidOf();
        return pid !== first && pid !== 0 ? pid : null;
      });
      expect(second).not.toBe(first);
      expect(await run("systemctl stop always; systemctl is-active always")).toMatchObject({
        code: 3,
        stdout: "inactive\n",
      });
      expect(processesOf(machine().root)).not.toContain(second);
    });

    it("runs a oneshot to its end and its stop command when it is stopped", async () => {
      expect((await run("systemctl start once; systemctl stop once; cat once")).stdout).toBe("up\ndown\n");
    });

    it("reports what fails and what does not exist", async () => {
      expect((await run("systemctl start failing")).code).toBe(1);
      expect((await run("systemctl is-failed failing")).stdout).toBe("failed\n");
      expect((await run("systemctl start nothing")).code).toBe(5);
    });

    it("says how far cloud-init is", async () => {
      const { stdout, code } = await run("cloud-init status --wait --format json");
      expect([code, JSON.parse(stdout).status]).toEqual([0, "done"]);
    });
  });

  describe("on a faulty network", () => {
    const script = (path: string) =>
      `node -e 'fetch("${originUrl}${path}").then(async r => console.log(r.status, await r.text()), e => console.log(e.cause.code))'`;

    it.each([
      [{ type: "status", status: 503 }, /^503 /],
      [{ type: "reset" }, /^ECONNRESET/],
      [{ type: "reset_after" }, /^ECONNRESET/],
    ] as const)("a fetch meets %o once", async (effect, expected) => {
      fault("GET /api/registry", effect, "uplink");
      expect((await run(script("/other"))).stdout).toBe("200 GET fine\n");
      expect((await run(script("/api/registry/index.json"))).stdout).toMatch(expected);
      expect((await run(script("/api/registry/index.json"))).stdout).toBe("200 GET fine\n");
    });

    it("a download is changed by one bit, for fetch and for curl alike", async () => {
      for (const command of [script("/a"), `curl -fsSL ${originUrl}/a`]) {
        const clean = (await run(command)).stdout;
        fault("GET /a", { type: "named", name: "tamper" }, "uplink");
        const tampered = (await run(command)).stdout;
        expect(tampered).toHaveLength(clean.length);
        expect(tampered).not.toBe(clean);
      }
    });

    it("curl's stand-in speaks the forms that boot scripts use", async () => {
      const curl = "env SANDBOX_CURL= curl";
      expect((await run(`${curl} -fsSL -o out ${originUrl}/x && cat out`)).stdout).toBe("GET fine");
      expect((await run(`${curl} -fsS -m 5 -X POST -H 'A: b' -d '{}' ${originUrl}/x`)).stdout).toBe(
        "POST fine",
      );
      fault("GET /gone", { type: "status", status: 404 }, "uplink");
      expect(await run(`${curl} -fsS ${originUrl}/gone`)).toMatchObject({ code: 22, stdout: "" });
      expect((await run(`${curl} -fsS http://127.0.0.1:${machine().ports.postgres}/`)).code).toBe(7);
    });
  });
});
