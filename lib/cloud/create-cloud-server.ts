import { z } from "zod";
import { AppError } from "@/lib/errors";
import { actionSchema, type CloudServer, hetznerServerSchema } from "./cloud-schemas";
import { findCloudServer } from "./find-cloud-server";
import { hetzner } from "./hetzner-client";

export interface CreateCloudServer {
  /** Derived from our id, so that a server whose creation was never answered is found again. */
  name: string;
  location: string;
  serverType: string;
  image: string;
  userData: string;
  sshKeyId: string;
  firewallId: string;
  /** Must hold `nself-server`: it says whose server this is. */
  labels: Record<string, string>;
}

export interface CreatedCloudServer {
  server: CloudServer;
  /** What to poll; empty for an adopted server. */
  actionIds: string[];
  adopted: boolean;
}

const createdSchema = z.object({
  server: hetznerServerSchema,
  action: actionSchema,
  next_actions: z.array(actionSchema).default([]),
});

/**
 * Finds or creates the server of this name. The provider has no idempotency keys: after "the name is taken" or no
 * answer at all we look up the name, adopt the server when its `nself-server` label is ours, and otherwise throw
 * `name_conflict` (it is someone else's) or the first error (it was not created).
 */
export async function createCloudServer(request: CreateCloudServer): Promise<CreatedCloudServer> {
  try {
    const created = await hetzner("POST", "/servers", { body: requestBody(request), schema: createdSchema });
    const actions = [created.action, ...created.next_actions];
    return { server: created.server, actionIds: actions.map(({ id }) => String(id)), adopted: false };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "name_conflict" && error.code !== "provider_unavailable") throw error;
    const server = await findCloudServer(request.name);
    if (!server) throw error.code === "name_conflict" ? vanished(error) : error;
    const owner = request.labels["nself-server"];
    if (!owner || server.labels["nself-server"] !== owner) throw foreign(request.name, error);
    return { server, actionIds: [], adopted: true };
  }
}

function requestBody(request: CreateCloudServer) {
  return {
    name: request.name,
    location: request.location,
    server_type: request.serverType,
    image: request.image,
    user_data: request.userData,
    ssh_keys: [request.sshKeyId],
    firewalls: [{ firewall: Number(request.firewallId) }],
    labels: request.labels,
    start_after_create: true,
    public_net: { enable_ipv4: true, enable_ipv6: true },
  };
}

/** The name was taken a moment ago and is free now (a server being deleted): worth another try. */
function vanished(cause: AppError): AppError {
  return new AppError("provider_unavailable", { internal: cause.message, cause });
}

function foreign(name: string, cause: AppError): AppError {
  return new AppError("name_conflict", {
    internal: `the server ${name} exists and does not carry our label`,
    cause,
  });
}
