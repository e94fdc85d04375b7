import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSshKeyPair } from "@/lib/machine/create-key-pair";
import { hasOpenapiFile, openapiContract, openapiFile } from "./openapi-contract";
import { routes } from "./routes";
import { serverActionNames } from "./server-actions";
import { startTestHetzner, type TestHetzner } from "./test-hetzner";

const why = hasOpenapiFile ? "" : ` (skipped: ${openapiFile} is not here)`;
const publicKey = createSshKeyPair("test").publicKey;

describe.skipIf(!hasOpenapiFile)(`the vendor's description of the API${why}`, () => {
  let hetzner: TestHetzner;
  let contract: ReturnType<typeof openapiContract>;
  const differences: string[] = [];
  const driven = new Set<string>();

  beforeAll(async () => {
    contract = openapiContract();
    hetzner = await startTestHetzner();
  });
  afterAll(() => hetzner.close());

  /** Calls and compares; answers the body. */
  async function call(operation: string, status: number, body?: unknown) {
    const answer = await hetzner.api(operation, body);
    const [method = "", target = ""] = operation.split(" ");
    const path = target.split("?")[0] ?? "";
    driven.add(`${method} ${path.replace(/\/\d+/g, "/:id")}`);
    expect(answer.status, `${operation} ${JSON.stringify(answer.body)}`).toBe(status);
    differences.push(...contract(method, path, status, answer.body).map((one) => `${operation}: ${one}`));
    return answer.body;
  }

  it("fits every answer of every call that the sandbox knows", async () => {
    const { ssh_key } = await call("POST /ssh_keys", 201, { name: "key", public_key: publicKey });
    await call("GET /ssh_keys", 200);
    await call(`GET /ssh_keys/${ssh_key.id}`, 200);
    await call(`PUT /ssh_keys/${ssh_key.id}`, 200, { labels: { a: "b" } });

    const rule = { direction: "in", protocol: "tcp", port: "22", source_ips: ["0.0.0.0/0"] };
    const { firewall } = await call("POST /firewalls", 201, { name: "wall", rules: [rule] });
    await call(`PUT /firewalls/${firewall.id}`, 200, { name: "wall-2" });

    const { server, action, next_actions } = await call("POST /servers", 201, {
      name: "one",
      server_type: "cx23",
      image: "ubuntu-24.04",
      location: "nbg1",
      ssh_keys: ["key"],
      labels: { "nself-server": "srv_1" },
      firewalls: [{ firewall: firewall.id }],
    });
    await call(`GET /actions?id=${action.id}&id=${next_actions[0].id}`, 200);
    for (const { id } of [action, ...next_actions]) await hetzner.settled({ id });
    await call(`GET /actions/${action.id}`, 200);
    await call("GET /servers", 200);
    await call(`GET /servers/${server.id}`, 200);
    await call(`PUT /servers/${server.id}`, 200, { name: "uno" });
    await call(`GET /servers/${server.id}/actions`, 200);
    await call(`GET /servers/${server.id}/actions/${action.id}`, 200);
    await call("GET /firewalls", 200);
    await call(`GET /firewalls/${firewall.id}`, 200);
    await call(`GET /firewalls/${firewall.id}/actions`, 200);
    const act = async (path: string, body?: unknown) => {
      const answer = await call(`POST ${path}`, 201, body);
      for (const one of answer.actions ?? [answer.action]) await hetzner.settled(one);
      return answer;
    };
    const resource = { type: "server", server: { id: server.id } };
    const selector = { type: "label_selector", label_selector: { selector: "nself-server" } };
    await act(`/firewalls/${firewall.id}/actions/set_rules`, { rules: [rule] });
    await act(`/firewalls/${firewall.id}/actions/remove_from_resources`, { remove_from: [resource] });
    await act(`/firewalls/${firewall.id}/actions/apply_to_resources`, { apply_to: [selector] });
    await call(`GET /firewalls/${firewall.id}`, 200);
    await act(`/firewalls/${firewall.id}/actions/remove_from_resources`, { remove_from: [selector] });

    const bodies: Record<string, unknown> = {
      create_image: { type: "backup", description: "by hand" },
      rebuild: { image: "ubuntu-24.04" },
      change_type: { server_type: "cx33", upgrade_disk: false },
      change_protection: { delete: false, rebuild: false },
    };
    const order = [
      "reboot",
      "reset",
      "enable_backup",
      "create_image",
      "disable_backup",
      "rebuild",
      "change_protection",
    ];
    for (const name of [...order, "shutdown", "poweron", "poweroff", "change_type"]) {
      await act(`/servers/${server.id}/actions/${name}`, bodies[name]);
      driven.add(`POST /servers/:id/actions/${name}`);
      await call(`GET /servers/${server.id}`, 200);
    }
    const { image } = await act(`/servers/${server.id}/actions/create_image`, { type: "snapshot" });
    await call("GET /images?type=snapshot", 200);
    await call("GET /images", 200);
    await call(`GET /images/${image.id}`, 200);
    await call(`PUT /images/${image.id}`, 200, { description: "kept" });
    await call(`DELETE /images/${image.id}`, 204);

    const { primary_ips } = await call("GET /primary_ips", 200);
    const ip = primary_ips[0].id;
    await call(`GET /primary_ips/${ip}`, 200);
    await call(`PUT /primary_ips/${ip}`, 200, { auto_delete: false });
    for (const list of ["volumes", "isos", "locations", "datacenters", "server_types", "pricing"]) {
      await call(`GET /${list}`, 200);
    }
    await call("GET /locations/1", 200);
    await call("GET /datacenters/4", 200);
    await call("GET /server_types/114", 200);
    await call(`DELETE /servers/${server.id}`, 200);
    await call(`DELETE /primary_ips/${ip}`, 204);
    await call(`DELETE /firewalls/${firewall.id}`, 204);
    await call(`DELETE /ssh_keys/${ssh_key.id}`, 204);

    const known = routes
      .map(([pattern]) => pattern.replaceAll(":actionId", ":id"))
      .flatMap((pattern) =>
        pattern.endsWith(":name")
          ? serverActionNames.map((name) => pattern.replace(":name", name))
          : [pattern],
      );
    expect(known.filter((pattern) => !driven.has(pattern))).toEqual([]);
    expect(differences).toEqual([]);
    expect(hetzner.errors).toEqual([]);
  });

  it("fits every refusal", async () => {
    const create = { name: "two", server_type: "cx23", image: "ubuntu-24.04" };
    await call("GET /servers/1", 404);
    await call("POST /servers", 400, "{");
    await call("POST /servers", 422, { ...create, name: "no_host_name" });
    await call("POST /servers", 422, { ...create, server_type: "cx99" });
    await call("POST /servers", 412, { ...create, labels: { s: "sim-no-capacity-x" } });
    await call("GET /actions", 410);
    await call("POST /ssh_keys", 422, { name: "bad", public_key: "ssh-ed25519 nonsense" });
    await call("GET /servers?per_page=0", 422);
    expect(differences).toEqual([]);
  });
});
