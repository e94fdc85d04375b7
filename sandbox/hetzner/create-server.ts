import { z } from "zod";
import { ConnectionReset } from "@/sandbox/http";
import { actionView } from "./actions";
import { HetznerError, invalidInput } from "./errors";
import type { Hetzner } from "./hetzner";
import { findImage, type ImageView } from "./images";
import { findLocation, type Location, locations } from "./locations";
import { createPrimaryIp } from "./primary-ips";
import { readBody, userDataLimitBytes } from "./read-body";
import { sentinelOf } from "./sentinels";
import { isHostname, refuseTakenServerName } from "./server-name";
import { findServerType, isOnSale, type ServerType } from "./server-types";
import { serverView } from "./server-view";

const idOrName = z.union([z.string(), z.number()]).transform(String);
const createSchema = z.object({
  name: z.string().refine(isHostname, "must be a valid hostname as per RFC 1123"),
  server_type: idOrName,
  image: idOrName,
  location: idOrName.optional(),
  datacenter: idOrName.optional(),
  ssh_keys: z.array(idOrName).default([]),
  firewalls: z.array(z.object({ firewall: z.number().int() })).default([]),
  labels: z.record(z.string(), z.string()).default({}),
  user_data: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= userDataLimitBytes, "must be at most 32KiB")
    .default(""),
  start_after_create: z.boolean().default(true),
  public_net: z
    .object({ enable_ipv4: z.boolean().default(true), enable_ipv6: z.boolean().default(true) })
    .default({ enable_ipv4: true, enable_ipv6: true }),
  volumes: z.array(z.number()).max(0, "volumes are not part of the sandbox").optional(),
  networks: z.array(z.number()).max(0, "networks are not part of the sandbox").optional(),
  placement_group: z.number().nullish(),
  automount: z.boolean().nullish(),
});
type CreateRequest = z.output<typeof createSchema>;

/** `POST /servers`: answers at once with a server that is initializing and the actions that make it run. */
export async function createServer(
  hetzner: Hetzner,
  request: Request,
  outcome: "action_fails" | "action_stuck" | null,
): Promise<Response> {
  const body = await readBody(request, createSchema);
  const { type, image, location, sshKeys } = resolve(hetzner, body);
  refuseTakenServerName(hetzner, body.name, null);
  if (hetzner.project.servers.all().length >= hetzner.serverLimit) {
    throw new HetznerError("resource_limit_exceeded", "server limit exceeded", {
      limits: [{ name: "server_limit" }],
    });
  }
  hetzner.sentinels.beforeCreate({ name: body.name, labels: body.labels, location: location.view.name });

  const { project, actions, machines } = hetzner;
  const id = project.newId();
  const hasIpv4 = body.public_net.enable_ipv4;
  // Kept before the first wait: a second request for the same name must see it.
  const server = project.servers.put({
    id,
    name: body.name,
    status: "initializing",
    created: new Date().toISOString(),
    labels: body.labels,
    serverType: type.name,
    location: location.view.name,
    imageId: String(image.id),
    primaryDiskGb: type.diskGb,
    primaryIpId: hasIpv4 ? createPrimaryIp(hetzner, id, location.view.name).id : null,
    backupWindow: null,
    protection: { delete: false, rebuild: false },
  });
  for (const { firewall: number } of body.firewalls) {
    const firewall = project.firewalls.get(String(number));
    if (firewall)
      project.firewalls.put({ ...firewall, serverIds: [...new Set([...firewall.serverIds, id])] });
  }
  await machines.prepare({
    providerId: id,
    name: body.name,
    userData: body.user_data,
    sshKeys,
    imageId: image.type === "system" ? null : String(image.id),
  });

  const resources = [{ id, type: "server" }];
  const extraMs = hetzner.sentinels.extraMs(body.labels);
  const action = actions.start({ command: "create_server", resources, extraMs, outcome });
  const next =
    body.start_after_create && outcome === null
      ? [actions.start({ command: "start_server", resources })]
      : [];
  if (sentinelOf(body.labels) === "timeout") throw new ConnectionReset();
  return Response.json(
    {
      server: serverView(hetzner, server),
      action: actionView(action),
      next_actions: next.map(actionView),
      root_password: sshKeys.length > 0 ? null : newRootPassword(),
    },
    { status: 201 },
  );
}

/** Looks up everything the request names. @throws HetznerError naming the field that is wrong. */
function resolve(hetzner: Hetzner, body: CreateRequest) {
  const type = findServerType(body.server_type);
  if (!type)
    throw invalidInput([{ name: "server_type", messages: [`server type not found: ${body.server_type}`] }]);
  const image = findImage(hetzner, body.image, type.architecture);
  if (!image) throw invalidInput([{ name: "image", messages: [`image not found: ${body.image}`] }]);
  if (image.architecture !== type.architecture || image.status !== "available") {
    throw invalidInput([{ name: "image", messages: ["image does not fit the server type"] }]);
  }
  const location = resolveLocation(body, type, image);
  const sshKeys = body.ssh_keys.map((wanted) => {
    const key = hetzner.project.sshKeys.all().find(({ id, name }) => id === wanted || name === wanted);
    if (!key) throw invalidInput([{ name: "ssh_keys", messages: [`ssh_key not found: ${wanted}`] }]);
    return key.publicKey;
  });
  for (const { firewall } of body.firewalls) {
    if (!hetzner.project.firewalls.get(String(firewall))) {
      throw new HetznerError("firewall_resource_not_found", `firewall with ID '${firewall}' not found`);
    }
  }
  return { type, image, location, sshKeys };
}

function resolveLocation(body: CreateRequest, type: ServerType, image: ImageView): Location {
  if (body.location !== undefined && body.datacenter !== undefined) {
    throw invalidInput([{ name: "location", messages: ["must not be used together with datacenter"] }]);
  }
  const dataCenter = locations.find(
    (one) => one.dataCenter.name === body.datacenter || String(one.dataCenter.id) === body.datacenter,
  );
  const wanted = body.location ?? dataCenter?.view.name ?? body.datacenter ?? type.locations[0] ?? "fsn1";
  const location = findLocation(wanted);
  if (!location) throw invalidInput([{ name: "location", messages: [`location not found: ${wanted}`] }]);
  if (!isOnSale(type))
    throw new HetznerError("invalid_server_type", `server type ${type.name} is deprecated`);
  if (!type.locations.includes(location.view.name)) {
    throw new HetznerError("invalid_input", "unsupported location for server type", {
      fields: [{ name: "location", messages: ["unsupported location for server type"] }],
    });
  }
  if (image.disk_size > type.diskGb) {
    throw invalidInput([{ name: "image", messages: ["image disk is bigger than server type disk"] }]);
  }
  return location;
}

/** Shown once and good for nothing: the machines take keys only. */
function newRootPassword(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(15))).toString("base64url");
}
