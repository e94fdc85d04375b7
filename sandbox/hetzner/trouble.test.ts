import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestHetzner, type TestHetzner, until } from "./test-hetzner";

describe("trouble on demand", () => {
  let hetzner: TestHetzner;
  beforeAll(async () => {
    hetzner = await startTestHetzner();
  });
  afterAll(() => hetzner.close());

  const create = (name: string, sentinel: string | null, location = "fsn1") =>
    hetzner.api("POST /servers", {
      name,
      location,
      server_type: "cx23",
      image: "ubuntu-24.04",
      labels: sentinel ? { "nself-subdomain": sentinel } : {},
    });
  const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [
    status,
    body.error?.code,
  ];

  it.each([
    ["sim-no-capacity-shop", "resource_unavailable"],
    ["sim-placement-shop", "placement_error"],
  ])("%s: the location asked for first stays full, another has room", async (sentinel, code) => {
    expect(codeOf(await create(sentinel, sentinel))).toEqual([412, code]);
    expect(codeOf(await create(sentinel, sentinel))).toEqual([412, code]);
    expect((await create(sentinel, sentinel, "nbg1")).status).toBe(201);
  });

  it("sim-rate-limited: the first order is told when to come back, the second passes", async () => {
    const limited = await create("limited", "sim-rate-limited-shop");
    expect(codeOf(limited)).toEqual([429, "rate_limit_exceeded"]);
    expect(Number(limited.headers.get("ratelimit-reset"))).toBeGreaterThan(Date.now() / 1000);
    expect((await create("limited", "sim-rate-limited-shop")).status).toBe(201);
  });

  it("sim-timeout: the server exists although the order was never answered", async () => {
    await expect(create("lost", "sim-timeout-shop")).rejects.toThrow();
    const { body } = await hetzner.api("GET /servers?name=lost");
    expect(body.servers).toHaveLength(1);
    expect(codeOf(await create("lost", "sim-timeout-shop"))).toEqual([409, "uniqueness_error"]);
  });

  it("sim-locked: the first actions are refused, then one passes", async () => {
    const { id } = await hetzner.runningServer({ name: "locked", labels: { s: "sim-locked" } });
    const enable = () => hetzner.api(`POST /servers/${id}/actions/enable_backup`);
    expect(codeOf(await enable())).toEqual([423, "locked"]);
    expect(codeOf(await enable())).toEqual([423, "locked"]);
    expect((await enable()).status).toBe(201);
  });

  it("sim-boot-fails: the server runs and cloud-init never ends", async () => {
    await hetzner.runningServer({
      name: "dead",
      labels: { s: "sim-boot-fails-shop" },
      user_data: "#cloud-config\n",
    });
    await hetzner.runningServer({ name: "alive", user_data: "#cloud-config\n" });
    const finished = (name: string) => {
      const root = hetzner.provider.machines().find((machine) => machine.name === name)?.root ?? "";
      return existsSync(join(root, "var/lib/cloud/instance/boot-finished"));
    };
    await until(() => finished("alive"));
    expect(finished("dead")).toBe(false);
  });

  it("a status fault answers in the vendor's envelope and does nothing", async () => {
    const effect = { type: "status", status: 503, code: "service_error", message: "down" } as const;
    hetzner.context.faults.add({ provider: "hetzner", operation: "POST /servers", match: "refused", effect });
    expect(codeOf(await create("refused", null))).toEqual([503, "service_error"]);
    expect((await hetzner.api("GET /servers?name=refused")).body.servers).toEqual([]);
    expect((await create("refused", null)).status).toBe(201);
  });

  it.each([
    ["reset", 0],
    ["reset_after", 1],
  ] as const)("a %s fault cuts the connection and leaves %i servers", async (type, left) => {
    hetzner.context.faults.add({ provider: "hetzner", operation: "POST /servers", effect: { type } });
    await expect(create(`cut-${left}`, null)).rejects.toThrow();
    expect((await hetzner.api(`GET /servers?name=cut-${left}`)).body.servers).toHaveLength(left);
  });

  it("an action can fail", async () => {
    const effect = { type: "named", name: "action_fails" } as const;
    hetzner.context.faults.add({ provider: "hetzner", operation: "POST /servers", match: "failing", effect });
    const { body } = await create("failing", null);
    expect(await hetzner.settled(body.action)).toMatchObject({
      status: "error",
      error: { code: "action_failed" },
    });
  });

  it("an action can hang for ever, which holds the lock but not against deletion", async () => {
    const { id } = await hetzner.runningServer({ name: "stuck" });
    const effect = { type: "named", name: "action_stuck" } as const;
    const operation = "POST /servers/:id/actions/enable_backup";
    hetzner.context.faults.add({ provider: "hetzner", operation, effect });
    const { body } = await hetzner.api(`POST /servers/${id}/actions/enable_backup`);
    expect(body.action.status).toBe("running");
    expect(codeOf(await hetzner.api(`POST /servers/${id}/actions/poweroff`))).toEqual([423, "locked"]);
    expect((await hetzner.api(`DELETE /servers/${id}`)).status).toBe(200);
  });
});
