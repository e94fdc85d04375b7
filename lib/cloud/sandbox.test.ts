import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { db } from "@/lib/db";
import { createSshKeyPair } from "@/lib/machine/create-key-pair";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { createTestDatabase } from "@/tests/harness/postgres";
import { createCloudServer } from "./create-cloud-server";
import { deleteCloudServer } from "./delete-cloud-server";
import { deleteSshKey } from "./delete-ssh-key";
import { enableBackups } from "./enable-backups";
import { ensureFirewall } from "./ensure-firewall";
import { ensureSshKey } from "./ensure-ssh-key";
import { getCloudServer } from "./get-cloud-server";
import { listCloudLocations } from "./list-cloud-locations";
import { listCloudServerTypes } from "./list-cloud-server-types";
import { listCloudServers } from "./list-cloud-servers";
import { pollActions } from "./poll-actions";

let sandbox: Sandbox;
let folder: string;
let drop: () => Promise<void>;
const labels = { "nself-server": "srv_1" };
const { publicKey } = createSshKeyPair("srv_1");

beforeAll(async () => {
  folder = mkdtempSync(path.join("/var/tmp", "nself-cloud-"));
  sandbox = await startSandbox({ dataDir: folder });
  const database = await createTestDatabase();
  vi.stubEnv("HETZNER_API_URL", sandbox.hetznerUrl);
  vi.stubEnv("DATABASE_URL", database.url);
  drop = database.drop;
});
beforeEach(() => sandbox.faults.clear());
afterAll(async () => {
  await sandbox.close();
  await db().$disconnect();
  await drop();
  rmSync(folder, { recursive: true, force: true });
});

async function orderServer(name: string) {
  const [key, firewall] = await Promise.all([
    ensureSshKey({ name, publicKey, labels }),
    ensureFirewall({ name: "nself-test", labels: { "nself-installation": "test" } }),
  ]);
  return {
    name,
    location: "fsn1",
    serverType: "cx33",
    image: "ubuntu-24.04",
    userData: "#cloud-config\n",
    sshKeyId: key.providerId,
    firewallId: firewall.providerId,
    labels,
  };
}
async function settled(actionIds: string[]): Promise<string[]> {
  const until = Date.now() + 10_000;
  for (;;) {
    const states = [...(await pollActions(actionIds)).values()].map(({ status }) => status);
    if (!states.includes("running") || Date.now() > until) return states;
  }
}

test("a server is ordered, runs, gets backups and is deleted with nothing left", async () => {
  const order = await orderServer("nself-a");
  const { server, actionIds, adopted } = await createCloudServer(order);
  expect(adopted).toBe(false);
  expect(new Set(await settled(actionIds))).toEqual(new Set(["success"]));
  const { actionId } = await enableBackups(server.providerId);
  expect(await settled(actionId ? [actionId] : [])).toEqual(["success"]);
  expect(await getCloudServer(server.providerId)).toMatchObject({
    status: "running",
    backupsEnabled: true,
    location: "fsn1",
    serverType: "cx33",
    ipv4: "127.0.0.1",
  });
  expect((await listCloudServers("nself-server=srv_1")).map(({ name }) => name)).toEqual(["nself-a"]);
  expect(await deleteCloudServer(server.providerId)).toBe("deleted");
  expect(await deleteSshKey(order.sshKeyId)).toBe("deleted");
  expect(await deleteSshKey(order.sshKeyId)).toBe("not_found");
  expect(await listCloudServers("nself-server=srv_1")).toEqual([]);
});

test("an order whose answer is lost ends in one server", async () => {
  const order = await orderServer("nself-b");
  const operation = "POST /servers";
  sandbox.faults.add({ provider: "hetzner", operation, times: 1, effect: { type: "reset_after" } });
  const { server, adopted } = await createCloudServer(order);
  expect(adopted).toBe(true);
  expect(await createCloudServer(order)).toMatchObject({
    server: { providerId: server.providerId },
    adopted: true,
  });
  expect(await listCloudServers("nself-server=srv_1")).toHaveLength(1);
  await deleteCloudServer(server.providerId);
});

test("the key of a server is registered once, and a renewed one takes its place", async () => {
  const own = { name: "nself-c", publicKey: createSshKeyPair("srv_1").publicKey, labels };
  const first = await ensureSshKey(own);
  expect(await ensureSshKey(own)).toEqual(first);
  const second = await ensureSshKey({ ...own, publicKey: createSshKeyPair("srv_1").publicKey });
  expect(second.providerId).not.toBe(first.providerId);
  expect(await deleteSshKey(first.providerId)).toBe("not_found");
});

test("locations and types are told with prices in cents and only where they can be had", async () => {
  const locations = (await listCloudLocations()).map(({ name }) => name);
  const types = await listCloudServerTypes();
  expect(locations).toContain("fsn1");
  const type = types.find(({ name }) => name === "cx33");
  expect(type).toMatchObject({ cores: 4, memoryGb: 8, diskGb: 80, architecture: "x86", cpuType: "shared" });
  expect(type?.prices.every(({ monthlyCents, hourlyMicros }) => monthlyCents > 0 && hourlyMicros > 0)).toBe(
    true,
  );
  expect(types.flatMap(({ availableIn }) => availableIn).every((name) => locations.includes(name))).toBe(
    true,
  );
});
