import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createCloudServer } from "@/lib/cloud/create-cloud-server";
import { ensureFirewall } from "@/lib/cloud/ensure-firewall";
import { ensureSshKey } from "@/lib/cloud/ensure-ssh-key";
import { db } from "@/lib/db";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { createTestDatabase } from "@/tests/harness/postgres";
import { closeConnections } from "./connect";
import { createSshKeyPair } from "./create-key-pair";
import type { MachineTarget } from "./machine-target";
import { type CommandResult, runCommand } from "./run-command";

let sandbox: Sandbox;
let folder: string;
let drop: () => Promise<void>;
let target: MachineTarget;
const ours = createSshKeyPair("srv_1");
const labels = { "nself-server": "srv_1" };

beforeAll(async () => {
  folder = mkdtempSync(path.join("/var/tmp", "nself-machine-"));
  sandbox = await startSandbox({ dataDir: folder });
  const database = await createTestDatabase();
  vi.stubEnv("HETZNER_API_URL", sandbox.hetznerUrl);
  vi.stubEnv("DATABASE_URL", database.url);
  drop = database.drop;
  const key = await ensureSshKey({ name: "nself-ssh", publicKey: ours.publicKey, labels });
  const firewall = await ensureFirewall({ name: "nself-test", labels });
  await createCloudServer({
    name: "nself-ssh",
    location: "fsn1",
    serverType: "cx33",
    image: "ubuntu-24.04",
    userData: "#cloud-config\n",
    sshKeyId: key.providerId,
    firewallId: firewall.providerId,
    labels,
  });
  const machines = await (await fetch(`${sandbox.url}/sandbox/machines`)).json();
  const [machine] = machines as { root: string; ports: { ssh: number } }[];
  if (!machine) throw new Error("the sandbox has no machine");
  const hostKeyFile = path.join(machine.root, "etc/ssh/ssh_host_ed25519_key.pub");
  const hostKey = await vi.waitFor(() => readFileSync(hostKeyFile, "utf8"), { timeout: 20_000 });
  target = { host: "127.0.0.1", port: machine.ports.ssh, hostKey, privateKey: ours.privateKey };
});
afterAll(async () => {
  closeConnections();
  await sandbox.close();
  await db().$disconnect();
  await drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A server that still boots refuses connections. */
async function whenUp(argv: string[], stdin?: string): Promise<CommandResult> {
  return vi.waitFor(() => runCommand(target, argv, { stdin, timeoutMs: 10_000 }), { timeout: 20_000 });
}

test("a server of the sandbox runs our commands with their input", async () => {
  expect(await whenUp(["sh", "-c", 'cat; echo "it\'s $1" >&2; exit 3', "sh", "a b"], "hello")).toEqual({
    exitCode: 3,
    stdout: "hello",
    stderr: "it's a b\n",
  });
});

test("a server that shows another identity is told nothing", async () => {
  await whenUp(["true"]);
  closeConnections();
  const effect = { type: "named" as const, name: "host_key_changed" };
  sandbox.faults.add({ provider: "machine", operation: "connect", times: 1, effect });
  await expect(runCommand(target, ["true"], { timeoutMs: 10_000 })).rejects.toMatchObject({
    code: "host_key_changed",
  });
  expect(await whenUp(["true"])).toMatchObject({ exitCode: 0 });
});
