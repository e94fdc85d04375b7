import { z } from "zod";
import { actionView } from "./actions";
import { HetznerError, invalidInput } from "./errors";
import type { Hetzner } from "./hetzner";
import { findImage, imageView } from "./images";
import { readBody, userDataLimitBytes } from "./read-body";
import type { ServerRecord } from "./records";
import { findServerType, isOnSale, serverTypeNamed } from "./server-types";
import { existingServer } from "./servers";

interface ActionCall {
  hetzner: Hetzner;
  server: ServerRecord;
  request: Request;
  start(command: string, params?: Record<string, string>): ReturnType<typeof actionView>;
}
type ServerAction = (call: ActionCall) => Promise<Record<string, unknown>> | Record<string, unknown>;

const plain =
  (command: string): ServerAction =>
  ({ start }) => ({ action: start(command) });

const idOrName = z.union([z.string(), z.number()]).transform(String);
const imageSchema = z.object({
  type: z.enum(["snapshot", "backup"]).default("snapshot"),
  description: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
});
const rebuildSchema = z.object({
  image: idOrName,
  user_data: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= userDataLimitBytes, "must be at most 32KiB")
    .optional(),
});
const changeTypeSchema = z.object({ server_type: idOrName, upgrade_disk: z.boolean() });
const protectionSchema = z.object({ delete: z.boolean().optional(), rebuild: z.boolean().optional() });

/** Backup windows are four hours, as "22-02" UTC. Hetzner chooses; here the server's id does. */
const backupWindows = ["22-02", "02-06", "06-10", "10-14", "14-18", "18-22"];

/** `POST /servers/{id}/actions/<name>`. What an action does when its time is up stands in server-ends.ts. */
const serverActions: Record<string, ServerAction> = {
  poweron: plain("start_server"),
  poweroff: plain("stop_server"),
  shutdown: plain("shutdown_server"),
  reboot: plain("reboot_server"),
  reset: plain("reset_server"),

  enable_backup: ({ hetzner, server, start }) => {
    const backupWindow = backupWindows[Number(server.id) % backupWindows.length] ?? "22-02";
    hetzner.project.servers.put({ ...server, backupWindow });
    return { action: start("enable_backup") };
  },
  /** Switching off deletes what there is, at once. */
  disable_backup: ({ start }) => ({ action: start("disable_backup") }),

  create_image: async ({ hetzner, server, request, start }) => {
    const { type, description, labels } = await readBody(request, imageSchema);
    if (type === "backup" && server.backupWindow === null) {
      throw new HetznerError("invalid_input", "backup option is not enabled for the server");
    }
    const image = hetzner.project.images.put(newImage(hetzner, server, { type, description, labels }));
    return { image: imageView(image), action: start("create_image", { imageId: image.id }) };
  },

  rebuild: async ({ hetzner, server, request, start }) => {
    if (server.protection.rebuild) throw new HetznerError("protected", "server rebuild is protected");
    const { image: wanted, user_data } = await readBody(request, rebuildSchema);
    const image = findImage(hetzner, wanted, serverTypeNamed(server.serverType).architecture);
    if (image?.status !== "available") {
      throw invalidInput([{ name: "image", messages: [`image not found: ${wanted}`] }]);
    }
    hetzner.project.servers.put({ ...server, status: "rebuilding", imageId: String(image.id) });
    if (user_data !== undefined) hetzner.machines.setUserData(server.id, user_data);
    const imageId = image.type === "system" ? "" : String(image.id);
    return { action: start("rebuild_server", { imageId }), root_password: null };
  },

  change_type: async ({ hetzner, server, request, start }) => {
    const { server_type, upgrade_disk } = await readBody(request, changeTypeSchema);
    if (server.status !== "off") throw new HetznerError("server_not_stopped", "server is not stopped");
    const type = findServerType(server_type);
    const architecture = serverTypeNamed(server.serverType).architecture;
    const fits = type && type.architecture === architecture && type.locations.includes(server.location);
    if (!fits || !isOnSale(type) || type.diskGb < server.primaryDiskGb || type.name === server.serverType) {
      throw new HetznerError("invalid_server_type", `server cannot be changed to type ${server_type}`);
    }
    hetzner.project.servers.put({ ...server, status: "migrating" });
    const diskGb = upgrade_disk ? type.diskGb : server.primaryDiskGb;
    return { action: start("change_server_type", { serverType: type.name, diskGb: String(diskGb) }) };
  },

  change_protection: async ({ hetzner, server, request, start }) => {
    const wanted = await readBody(request, protectionSchema);
    const protection = {
      delete: wanted.delete ?? server.protection.delete,
      rebuild: wanted.rebuild ?? server.protection.rebuild,
    };
    if (protection.delete !== protection.rebuild) {
      throw invalidInput([{ name: "rebuild", messages: ["must have the same value as delete"] }]);
    }
    hetzner.project.servers.put({ ...server, protection });
    return { action: start("change_protection") };
  },
};

export const serverActionNames = Object.keys(serverActions);

/** Starts an action on a server that nothing else runs on. @throws HetznerError `locked` otherwise. */
export async function startServerAction(
  hetzner: Hetzner,
  id: string,
  name: string,
  request: Request,
  outcome: "action_fails" | "action_stuck" | null,
): Promise<Response> {
  const server = existingServer(hetzner, id);
  const perform = serverActions[name];
  if (!perform) throw new HetznerError("not_found", `action '${name}' not found`);
  hetzner.sentinels.beforeAction(server);
  if (hetzner.actions.isLocked("server", id)) throw new HetznerError("locked", "server is locked");
  const start: ActionCall["start"] = (command, params) =>
    actionView(hetzner.actions.start({ command, params, resources: [{ id, type: "server" }], outcome }));
  return Response.json(await perform({ hetzner, server, request, start }), { status: 201 });
}

export function newImage(
  { project }: Hetzner,
  server: ServerRecord,
  image: { type: "snapshot" | "backup"; description?: string; labels: Record<string, string> },
) {
  return {
    id: project.newId(),
    type: image.type,
    status: "creating" as const,
    description: image.description ?? `${image.type} of ${server.name}`,
    created: new Date().toISOString(),
    labels: image.labels,
    architecture: serverTypeNamed(server.serverType).architecture,
    imageSizeGb: null,
    diskSizeGb: server.primaryDiskGb,
    createdFrom: { id: server.id, name: server.name },
    protected: false,
  };
}
