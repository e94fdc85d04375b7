import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { processesOf } from "@/sandbox/machine/processes";
import { startTestHetzner, until } from "./test-hetzner";

const unit =
  "[Service]\nExecStart=/usr/bin/env sleep 600\nRestart=always\n[Install]\nWantedBy=multi-user.target\n";
const userData = `#cloud-config
${JSON.stringify({
  write_files: [{ path: "/etc/systemd/system/sleeper.service", content: unit }],
  runcmd: ['echo booted >> "$NSELF_ROOT/boots"', ["systemctl", "enable", "--now", "sleeper"]],
})}`;

describe("a sandbox that starts again", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "nself-restart-"));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it("boots what was on with the same ports, starts its enabled units and runs cloud-init no second time", async () => {
    const first = await startTestHetzner({ dataDir });
    const server = await first.runningServer({ name: "lasting", user_data: userData });
    const [before] = first.provider.machines();
    const root = before?.root ?? "";
    await until(() => existsSync(join(root, "var/lib/cloud/instance/boot-finished")));
    expect(processesOf(root)).toHaveLength(1);
    await first.close();
    expect(processesOf(root)).toEqual([]);

    const second = await startTestHetzner({ dataDir });
    const { body } = await second.api(`GET /servers/${server.id}`);
    expect(body.server).toMatchObject({ status: "running", labels: server.labels });
    await until(() => processesOf(root).length === 1);
    expect(second.provider.machines()[0]?.ports).toEqual(before?.ports);
    expect(readFileSync(join(root, "boots"), "utf8")).toBe("booted\n");
    await second.close();
  });

  it("ends the actions that were running and leaves off what was off", async () => {
    const first = await startTestHetzner({ dataDir, speed: "demo" });
    const order = { server_type: "cx23", image: "ubuntu-24.04" };
    const created = await first.api("POST /servers", { name: "begun", ...order });
    await first.api("POST /servers", { name: "dark", ...order, start_after_create: false });
    await first.close();

    const second = await startTestHetzner({ dataDir });
    for (const action of [created.body.action, ...created.body.next_actions]) {
      expect(await second.settled(action)).toMatchObject({ status: "success" });
    }
    const status = async (name: string) =>
      (await second.api(`GET /servers?name=${name}`)).body.servers[0].status;
    expect(await status("begun")).toBe("running");
    expect(await until(async () => (await status("dark")) === "off")).toBe(true);
    const next = await second.api("POST /servers", { name: "new", ...order });
    expect(next.body.server.id).toBeGreaterThan(created.body.server.id);
    await second.close();
  });

  it("ends what a killed sandbox left running before it boots the machine anew", async () => {
    const first = await startTestHetzner({ dataDir });
    await first.runningServer({ name: "orphaned" });
    const root = first.provider.machines()[0]?.root ?? "";
    await until(() => existsSync(join(root, "var/lib/cloud/instance/boot-finished")));
    await first.close();
    const env = { PATH: "/usr/bin:/bin", NSELF_ROOT: root } as unknown as NodeJS.ProcessEnv;
    const orphan = spawn("sleep", ["600"], { env, detached: true, stdio: "ignore" });
    await until(() => processesOf(root).includes(orphan.pid ?? 0));

    const second = await startTestHetzner({ dataDir });
    await second.provider.ready;
    await until(() => orphan.signalCode);
    expect(orphan.signalCode).toBe("SIGKILL");
    await second.close();
  });

  it("leaves nothing running on its machines when it is killed", async () => {
    const program = `
      import { startTestHetzner } from "@/sandbox/hetzner/test-hetzner";
      const hetzner = await startTestHetzner({ dataDir: ${JSON.stringify(dataDir)} });
      await hetzner.runningServer({ name: "lasting", user_data: ${JSON.stringify(userData)} });
    `;
    const sandbox = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
      stdio: "ignore",
    });
    const root = join(dataDir, "machines/lasting");
    await until(() => existsSync(join(root, "var/lib/cloud/instance/boot-finished")));
    expect(processesOf(root)).toHaveLength(1);
    sandbox.kill("SIGKILL");
    await until(() => processesOf(root).length === 0);
  });
});
