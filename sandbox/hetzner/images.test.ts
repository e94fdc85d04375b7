import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeDueBackups } from "./nightly-backups";
import { startTestHetzner, type TestHetzner, until } from "./test-hetzner";

describe("images", () => {
  let hetzner: TestHetzner;
  beforeAll(async () => {
    hetzner = await startTestHetzner();
  });
  afterAll(() => hetzner.close());

  const rootOf = (name: string) => hetzner.provider.machines().find((one) => one.name === name)?.root ?? "";
  const act = async (id: number, name: string, body?: unknown) => {
    const answer = await hetzner.api(`POST /servers/${id}/actions/${name}`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(await hetzner.settled(answer.body.action)).toMatchObject({ status: "success" });
    return answer.body;
  };
  const backups = async (id: number) =>
    (await hetzner.api(`GET /images?type=backup&bound_to=${id}`)).body.images;
  const booted = async (name: string) => {
    await until(() => existsSync(join(rootOf(name), "var/lib/cloud/instance/boot-finished")));
  };

  it("bring a disk back on another server, with a host key of its own", async () => {
    const { id } = await hetzner.runningServer({ name: "source" });
    await booted("source");
    writeFileSync(join(rootOf("source"), "root/precious"), "data");
    const { image } = await act(id, "create_image", { description: "before" });
    expect((await hetzner.api(`GET /images/${image.id}`)).body.image).toMatchObject({ status: "available" });
    await hetzner.runningServer({ name: "copy", image: String(image.id) });
    await booted("copy");
    expect(readFileSync(join(rootOf("copy"), "root/precious"), "utf8")).toBe("data");
    const key = (name: string) =>
      readFileSync(join(rootOf(name), "etc/ssh/ssh_host_ed25519_key.pub"), "utf8");
    expect(key("copy").split(" ")[1]).not.toBe(key("source").split(" ")[1]);
  });

  it("of type backup need the option and go with it and with the server; a converted one stays", async () => {
    const { id } = await hetzner.runningServer({ name: "backed" });
    const refused = await hetzner.api(`POST /servers/${id}/actions/create_image`, { type: "backup" });
    expect(refused.status).toBe(422);
    await act(id, "enable_backup");
    expect((await hetzner.api(`GET /servers/${id}`)).body.server.backup_window).toMatch(/^\d\d-\d\d$/);
    const { image: kept } = await act(id, "create_image", { type: "backup" });
    await hetzner.api(`PUT /images/${kept.id}`, { type: "snapshot" });
    await act(id, "create_image", { type: "backup" });
    expect(await backups(id)).toHaveLength(1);
    await act(id, "disable_backup");
    expect(await backups(id)).toEqual([]);
    await act(id, "enable_backup");
    await act(id, "create_image", { type: "backup" });
    await hetzner.api(`DELETE /servers/${id}`);
    expect(await backups(id)).toEqual([]);
    expect((await hetzner.api(`GET /images/${kept.id}`)).status).toBe(200);
  });

  it("of type backup are taken once a night inside the window, and the eighth pushes out the first", async () => {
    const { id } = await hetzner.runningServer({ name: "nightly" });
    await act(id, "enable_backup");
    const { backup_window } = (await hetzner.api(`GET /servers/${id}`)).body.server;
    const hour = Number(backup_window.slice(0, 2));
    const inside = new Date(Date.now() + 24 * 3_600_000);
    inside.setUTCHours(hour, 30);
    const idle = () => until(async () => !(await hetzner.api(`GET /servers/${id}`)).body.server.locked);

    const outside = new Date(inside);
    outside.setUTCHours((hour + 12) % 24);
    takeDueBackups(hetzner.provider.hetzner, outside);
    expect(await backups(id)).toEqual([]);
    takeDueBackups(hetzner.provider.hetzner, inside);
    await idle();
    const [oldest] = await backups(id);
    expect(oldest).toMatchObject({ status: "available", bound_to: id });
    for (let extra = 0; extra < 7; extra += 1) await act(id, "create_image", { type: "backup" });
    const left = await backups(id);
    expect(left).toHaveLength(7);
    expect(left.map((image: { id: number }) => image.id)).not.toContain(oldest.id);
  });
});
