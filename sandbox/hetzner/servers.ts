import { z } from "zod";
import { actionView } from "./actions";
import { HetznerError, notFound } from "./errors";
import type { Hetzner } from "./hetzner";
import { listAnswer } from "./paginate";
import { releasePrimaryIp } from "./primary-ips";
import { readBody } from "./read-body";
import type { ServerRecord } from "./records";
import { isHostname, refuseTakenServerName } from "./server-name";
import { serverView } from "./server-view";

const updateSchema = z.object({
  name: z.string().refine(isHostname, "must be a valid hostname as per RFC 1123").optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

export function listServers(hetzner: Hetzner, query: URLSearchParams): Response {
  const statuses = query.getAll("status");
  const servers = hetzner.project.servers
    .all()
    .filter(({ status }) => statuses.length === 0 || statuses.includes(status))
    .map((server) => serverView(hetzner, server));
  return listAnswer("servers", servers, query);
}

export function getServer(hetzner: Hetzner, id: string): Response {
  return Response.json({ server: serverView(hetzner, existingServer(hetzner, id)) });
}

export async function updateServer(hetzner: Hetzner, id: string, request: Request): Promise<Response> {
  const server = existingServer(hetzner, id);
  const { name = server.name, labels = server.labels } = await readBody(request, updateSchema);
  refuseTakenServerName(hetzner, name, id);
  const changed = hetzner.project.servers.put({ ...server, name, labels });
  return Response.json({ server: serverView(hetzner, changed) });
}

/** The server is gone from the account at once, with its backups and its address; the machine follows. */
export function deleteServer(hetzner: Hetzner, id: string): Response {
  const { project, actions, machines } = hetzner;
  const server = existingServer(hetzner, id);
  hetzner.sentinels.beforeAction(server);
  if (server.protection.delete) throw new HetznerError("protected", "server deletion is protected");
  if (actions.isLocked("server", id, true)) throw new HetznerError("locked", "server is locked");
  project.servers.delete(id);
  if (server.primaryIpId !== null) releasePrimaryIp(hetzner, server.primaryIpId);
  for (const firewall of project.firewalls.all().filter(({ serverIds }) => serverIds.includes(id))) {
    project.firewalls.put({ ...firewall, serverIds: firewall.serverIds.filter((one) => one !== id) });
  }
  removeBackups(hetzner, id);
  machines.abandon(id);
  const action = actions.start({ command: "delete_server", resources: [{ id, type: "server" }] });
  return Response.json({ action: actionView(action) });
}

/** Deletes the backups bound to a server; its snapshots stay. */
export function removeBackups({ project, machines }: Hetzner, serverId: string): void {
  for (const image of project.images.all()) {
    if (image.type !== "backup" || image.createdFrom.id !== serverId) continue;
    project.images.delete(image.id);
    void machines.removeImage(image.id);
  }
}

export function existingServer({ project }: Hetzner, id: string): ServerRecord {
  const server = project.servers.get(id);
  if (!server) throw notFound("server", id);
  return server;
}
