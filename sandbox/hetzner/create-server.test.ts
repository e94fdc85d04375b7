import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSshKeyPair } from "@/lib/machine/create-key-pair";
import { startTestHetzner, type TestHetzner } from "./test-hetzner";

const order = { server_type: "cx23", image: "ubuntu-24.04", location: "fsn1" };

describe("ordering a server", () => {
  let hetzner: TestHetzner;
  beforeAll(async () => {
    hetzner = await startTestHetzner({ serverLimit: 4 });
    await hetzner.api("POST /ssh_keys", { name: "key", public_key: createSshKeyPair("a").publicKey });
  });
  afterAll(() => hetzner.close());
  const create = (body: Record<string, unknown>) => hetzner.api("POST /servers", { ...order, ...body });

  it("needs the project's token", async () => {
    const { status, body } = await hetzner.api("GET /servers", undefined, "wrong");
    expect(status).toBe(401);
    expect(body.error.code).toBe("unauthorized");
  });

  it("gives a name once, however closely two orders follow", async () => {
    const answers = await Promise.all([create({ name: "twin" }), create({ name: "twin" })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe("uniqueness_error");
  });

  it("answers before anything ran, and is locked until it did", async () => {
    const { body } = await create({ name: "early", ssh_keys: ["key"] });
    expect(body.server).toMatchObject({ status: "initializing", locked: true });
    expect(body.action).toMatchObject({ command: "create_server", status: "running", progress: 0 });
    expect(body.next_actions).toMatchObject([{ command: "start_server", status: "running" }]);
    expect(body.root_password).toBeNull();
    expect(body.server.public_net.ipv4.ip).toBe("127.0.0.1");
    expect(Object.keys(body.server.labels)).toEqual([
      "nself-ssh-port",
      "nself-https-port",
      "nself-postgres-port",
    ]);
  });

  it.each([
    ["name", { name: "has_underscore" }],
    ["name", { name: "a".repeat(64) }],
    ["server_type", { server_type: "cx11" }],
    ["image", { image: "windows" }],
    ["location", { location: "mars" }],
    ["location", { location: "ash" }],
    ["ssh_keys", { ssh_keys: ["nobody"] }],
    ["labels", { labels: { "bad key!": "a" } }],
    ["labels", { labels: { a: "-" } }],
    ["user_data", { user_data: "x".repeat(32 * 1024 + 1) }],
  ])("names the field %s when it is wrong: %o", async (field, wrong) => {
    const { status, body } = await create({ name: "wrong", ...wrong });
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ code: "invalid_input", details: { fields: [{ name: field }] } });
  });

  it("takes user_data of exactly 32 KiB", async () => {
    const { status } = await create({ name: "full", user_data: "#".padEnd(32 * 1024, "x") });
    expect(status).toBe(201);
  });

  it("refuses a type that is no longer sold", async () => {
    const { status, body } = await create({ name: "old", server_type: "cx22" });
    expect([status, body.error.code]).toEqual([422, "invalid_server_type"]);
  });

  it("refuses more servers than the project may have", async () => {
    await create({ name: "fourth" });
    const { status, body } = await create({ name: "fifth" });
    expect([status, body.error.code]).toEqual([403, "resource_limit_exceeded"]);
  });

  it("pages and filters the list", async () => {
    const { body } = await hetzner.api("GET /servers?per_page=2&page=2&sort=name:desc");
    expect(body.meta.pagination).toMatchObject({ page: 2, previous_page: 1, total_entries: 4 });
    const named = await hetzner.api("GET /servers?name=twin&label_selector=nself-ssh-port,!other");
    expect(named.body.servers).toHaveLength(1);
  });
});
