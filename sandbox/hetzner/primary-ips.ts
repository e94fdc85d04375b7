import { z } from "zod";
import { dataCenterView } from "./data-centers";
import { HetznerError, notFound } from "./errors";
import type { Hetzner } from "./hetzner";
import { locationNamed } from "./locations";
import { listAnswer } from "./paginate";
import { readBody } from "./read-body";
import type { PrimaryIpRecord } from "./records";

/** Every machine of the sandbox has this address; ports tell them apart. */
export const machineAddress = "127.0.0.1";

const updateSchema = z.object({
  name: z.string().min(1).optional(),
  auto_delete: z.boolean().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

function primaryIpView(ip: PrimaryIpRecord) {
  const location = locationNamed(ip.location);
  return {
    id: Number(ip.id),
    name: ip.name,
    type: "ipv4",
    ip: machineAddress,
    assignee_type: "server",
    assignee_id: ip.assigneeId === null ? null : Number(ip.assigneeId),
    auto_delete: ip.autoDelete,
    blocked: false,
    created: ip.created,
    datacenter: dataCenterView(location),
    location: location.view,
    dns_ptr: [{ ip: machineAddress, dns_ptr: "localhost" }],
    labels: ip.labels,
    protection: { delete: ip.protected },
  };
}

/** The address that comes with a server and goes with it. */
export function createPrimaryIp({ project }: Hetzner, serverId: string, location: string): PrimaryIpRecord {
  const id = project.newId();
  return project.primaryIps.put({
    id,
    name: `primary_ip-${id}`,
    labels: {},
    created: new Date().toISOString(),
    location,
    autoDelete: true,
    protected: false,
    assigneeId: serverId,
  });
}

/** When its server is deleted: it goes, or it stays unassigned. */
export function releasePrimaryIp({ project }: Hetzner, id: string): void {
  const ip = project.primaryIps.get(id);
  if (!ip) return;
  if (ip.autoDelete) project.primaryIps.delete(id);
  else project.primaryIps.put({ ...ip, assigneeId: null });
}

export function listPrimaryIps({ project }: Hetzner, query: URLSearchParams): Response {
  const address = query.get("ip");
  const ips = project.primaryIps.all().map(primaryIpView);
  return listAnswer(
    "primary_ips",
    ips.filter(({ ip }) => address === null || ip === address),
    query,
  );
}

export function getPrimaryIp(hetzner: Hetzner, id: string): Response {
  return Response.json({ primary_ip: primaryIpView(existing(hetzner, id)) });
}

export async function updatePrimaryIp(hetzner: Hetzner, id: string, request: Request): Promise<Response> {
  const ip = existing(hetzner, id);
  const { name = ip.name, labels = ip.labels, auto_delete } = await readBody(request, updateSchema);
  const changed = { ...ip, name, labels, autoDelete: auto_delete ?? ip.autoDelete };
  return Response.json({ primary_ip: primaryIpView(hetzner.project.primaryIps.put(changed)) });
}

export function deletePrimaryIp(hetzner: Hetzner, id: string): Response {
  const ip = existing(hetzner, id);
  if (ip.protected) throw new HetznerError("protected", "primary IP is protected");
  if (ip.assigneeId !== null) throw new HetznerError("must_be_unassigned", "primary IP must be unassigned");
  hetzner.project.primaryIps.delete(id);
  return new Response(null, { status: 204 });
}

function existing({ project }: Hetzner, id: string): PrimaryIpRecord {
  const ip = project.primaryIps.get(id);
  if (!ip) throw notFound("primary_ip", id);
  return ip;
}
