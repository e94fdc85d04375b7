import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db";
import { createTestDatabase } from "@/tests/harness/postgres";
import {
  type RecordedRequest,
  type RecordingHttp,
  type ScriptedAnswer,
  startRecordingHttp,
} from "@/tests/harness/recording-http";
import { deleteCloudServer } from "./delete-cloud-server";
import { enableBackups } from "./enable-backups";
import { ensureFirewall, forgetFirewalls } from "./ensure-firewall";
import { ensureSshKey, md5Fingerprint } from "./ensure-ssh-key";
import { listCloudServers } from "./list-cloud-servers";
import { pollActions } from "./poll-actions";

const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL7yysJAcjozBz22FEIAy8+0ApO5Ks7rQk1fqJczOmfE x";
const labels = { "nself-server": "srv_1" };
const taken: ScriptedAnswer = { status: 409, body: { error: { code: "uniqueness_error", message: "" } } };

let answer: (request: RecordedRequest) => ScriptedAnswer;
let provider: RecordingHttp;
let drop: () => Promise<void>;
const sent = () => provider.requests.map(({ method, path }) => `${method} ${path}`);

beforeAll(async () => {
  provider = await startRecordingHttp((request) => answer(request));
  const database = await createTestDatabase();
  process.env.HETZNER_API_URL = provider.url;
  process.env.DATABASE_URL = database.url;
  drop = database.drop;
});
beforeEach(() => {
  provider.requests.length = 0;
  forgetFirewalls();
});
afterAll(async () => {
  await provider.close();
  await db().$disconnect();
  await drop();
});

function server(id: number, backupWindow: string | null = null) {
  return {
    id,
    name: `s${id}`,
    status: "running",
    created: "2026-11-20T00:00:00Z",
    labels,
    backup_window: backupWindow,
    public_net: { ipv4: null, ipv6: null },
    server_type: { name: "cx33" },
    location: { name: "fsn1" },
  };
}

test("polls of many jobs in one moment become one request", async () => {
  answer = ({ query }) => ({
    body: {
      actions: query
        .getAll("id")
        .map((id) => ({ id: Number(id), status: "success", progress: 100, error: null })),
    },
  });
  const polls = await Promise.all([pollActions(["1", "2"]), pollActions(["2", "3"]), pollActions(["4"])]);
  expect(polls.map((states) => [...states.keys()])).toEqual([["1", "2"], ["2", "3"], ["4"]]);
  expect(provider.requests.map(({ query }) => query.getAll("id"))).toEqual([["1", "2", "3", "4"]]);
});

test("more than fifty actions are asked for in several requests, each id once", async () => {
  answer = () => ({ body: { actions: [] } });
  await pollActions(Array.from({ length: 120 }, (_, index) => String(index)));
  expect(provider.requests.map(({ query }) => query.getAll("id").length)).toEqual([50, 50, 20]);
});

test("a failed action carries the provider's reason, a forgotten one is absent", async () => {
  const error = { code: "action_failed", message: "Action failed" };
  answer = () => ({ body: { actions: [{ id: 5, status: "error", progress: 100, error }] } });
  const states = await pollActions(["5", "6"]);
  expect(states.get("5")).toMatchObject({ status: "error", errorCode: "action_failed" });
  expect(states.has("6")).toBe(false);
});

test("a listing reads all pages", async () => {
  answer = ({ query }) => {
    const page = Number(query.get("page"));
    return {
      body: { servers: [server(page)], meta: { pagination: { next_page: page < 3 ? page + 1 : null } } },
    };
  };
  expect((await listCloudServers("nself-server")).map(({ providerId }) => providerId)).toEqual([
    "1",
    "2",
    "3",
  ]);
});

test("deleting what is gone succeeds", async () => {
  answer = () => ({ status: 404, body: { error: { code: "not_found", message: "" } } });
  expect(await deleteCloudServer("9")).toBe("not_found");
});

test("backups that are on already count as enabled, and a locked server asks for patience", async () => {
  answer = ({ method }) =>
    method === "GET"
      ? { body: { server: server(1, "22-02") } }
      : { status: 422, body: { error: { code: "invalid_input", message: "backups are enabled" } } };
  expect(await enableBackups("1")).toEqual({ actionId: null });
  answer = ({ method }) =>
    method === "GET"
      ? { body: { server: server(1) } }
      : { status: 423, body: { error: { code: "locked", message: "" } } };
  await expect(enableBackups("1")).rejects.toMatchObject({ code: "provider_locked" });
});

test("a key that is registered already is adopted by its fingerprint", async () => {
  answer = ({ method, query }) => {
    if (method === "POST") return taken;
    const known = query.get("fingerprint") === md5Fingerprint(publicKey);
    return { body: { ssh_keys: known ? [{ id: 3, name: "other", fingerprint: "", labels: {} }] : [] } };
  };
  expect(await ensureSshKey({ name: "k", publicKey, labels })).toEqual({ providerId: "3" });
});

test("a foreign key of our name is refused and not deleted", async () => {
  answer = ({ method, query }) => {
    if (method === "POST") return taken;
    return {
      body: { ssh_keys: query.has("name") ? [{ id: 3, name: "k", fingerprint: "", labels: {} }] : [] },
    };
  };
  await expect(ensureSshKey({ name: "k", publicKey, labels })).rejects.toMatchObject({
    code: "name_conflict",
  });
  expect(sent()).not.toContain("DELETE /ssh_keys/3");
});

test("the firewall is looked up once per process and a foreign one is refused", async () => {
  answer = () => ({ body: { firewalls: [{ id: 4, name: "f", labels }] } });
  await Promise.all([ensureFirewall({ name: "f", labels }), ensureFirewall({ name: "f", labels })]);
  expect(sent()).toEqual(["GET /firewalls"]);
  forgetFirewalls();
  const foreign = ensureFirewall({ name: "f", labels: { "nself-server": "srv_2" } });
  await expect(foreign).rejects.toMatchObject({ code: "name_conflict" });
});
