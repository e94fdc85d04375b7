import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db";
import { createTestDatabase } from "@/tests/harness/postgres";
import { type RecordingHttp, type ScriptedAnswer, startRecordingHttp } from "@/tests/harness/recording-http";
import { createCloudServer } from "./create-cloud-server";

const order = {
  name: "nself-01",
  location: "fsn1",
  serverType: "cx33",
  image: "ubuntu-24.04",
  userData: "#cloud-config",
  sshKeyId: "7",
  firewallId: "8",
  labels: { "nself-server": "srv_1" },
};

let onPost: () => ScriptedAnswer;
let existing: object[];
let provider: RecordingHttp;
let drop: () => Promise<void>;

function serverNamed(owner: string, id = 42): object {
  return {
    id,
    name: order.name,
    status: "initializing",
    created: "2026-11-20T00:00:00+00:00",
    labels: { "nself-server": owner },
    backup_window: null,
    public_net: { ipv4: { ip: "203.0.113.7" }, ipv6: { ip: "2001:db8:1::/64" } },
    server_type: { name: "cx33" },
    location: { name: "fsn1" },
  };
}
const action = (id: number) => ({ id, status: "running", progress: 0, error: null });
const posts = () => provider.requests.filter(({ method }) => method === "POST");

beforeAll(async () => {
  provider = await startRecordingHttp(({ method }) =>
    method === "POST" ? onPost() : { body: { servers: existing } },
  );
  const database = await createTestDatabase();
  process.env.HETZNER_API_URL = provider.url;
  process.env.DATABASE_URL = database.url;
  drop = database.drop;
});
beforeEach(() => {
  existing = [];
  provider.requests.length = 0;
});
afterAll(async () => {
  await provider.close();
  await db().$disconnect();
  await drop();
});

test("a new server comes with its first address and the actions to wait for", async () => {
  onPost = () => ({
    status: 201,
    body: { server: serverNamed("srv_1"), action: action(1), next_actions: [action(2)] },
  });
  const created = await createCloudServer(order);
  expect(created).toMatchObject({ actionIds: ["1", "2"], adopted: false });
  expect(created.server).toMatchObject({ providerId: "42", ipv4: "203.0.113.7", ipv6: "2001:db8:1::1" });
  expect(posts()[0]?.body).toMatchObject({
    firewalls: [{ firewall: 8 }],
    ssh_keys: ["7"],
    user_data: "#cloud-config",
  });
});

test("a creation whose answer was lost is adopted, not repeated", async () => {
  onPost = () => {
    existing = [serverNamed("srv_1")];
    return "reset";
  };
  expect(await createCloudServer(order)).toMatchObject({ server: { providerId: "42" }, adopted: true });
  expect(posts()).toHaveLength(1);
});

test("a taken name with our label is adopted", async () => {
  existing = [serverNamed("srv_1")];
  onPost = () => ({ status: 409, body: { error: { code: "uniqueness_error", message: "" } } });
  expect(await createCloudServer(order)).toMatchObject({ adopted: true });
});

test("a server of the same name that is not ours is never touched", async () => {
  existing = [serverNamed("srv_other")];
  onPost = () => ({ status: 409, body: { error: { code: "uniqueness_error", message: "" } } });
  await expect(createCloudServer(order)).rejects.toMatchObject({ code: "name_conflict" });
  expect(provider.requests.every(({ method }) => method === "GET" || method === "POST")).toBe(true);
  expect(posts()).toHaveLength(1);
});

test("a creation that failed for sure keeps its reason", async () => {
  onPost = () => ({ status: 412, body: { error: { code: "resource_unavailable", message: "" } } });
  await expect(createCloudServer(order)).rejects.toMatchObject({ code: "capacity" });
  onPost = () => "reset";
  await expect(createCloudServer(order)).rejects.toMatchObject({ code: "provider_unavailable" });
});
