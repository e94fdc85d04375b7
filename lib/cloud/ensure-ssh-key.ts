import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { hetzner } from "./hetzner-client";

const keySchema = z.object({
  id: z.number(),
  name: z.string(),
  fingerprint: z.string(),
  labels: z.record(z.string(), z.string()),
});
const listSchema = z.object({ ssh_keys: z.array(keySchema) });

interface SshKeyRequest {
  name: string;
  /** OpenSSH form: `ssh-ed25519 AAAA… comment`. */
  publicKey: string;
  labels: Record<string, string>;
}

/**
 * Finds or creates the key. A project holds a key once, whatever its name: the one with our fingerprint is ours. A key of
 * our name with other contents is replaced when it carries our `nself-server` label (the left-over of a job that
 * started anew) and refused with `name_conflict` when not.
 */
export async function ensureSshKey(request: SshKeyRequest): Promise<{ providerId: string }> {
  try {
    return await createKey(request);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "name_conflict" && error.code !== "provider_unavailable") throw error;
    const query = { fingerprint: md5Fingerprint(request.publicKey) };
    const same = await hetzner("GET", "/ssh_keys", { query, schema: listSchema });
    const key = same.ssh_keys[0];
    if (key) return { providerId: String(key.id) };
    await removeLeftOver(request, error);
    return createKey(request);
  }
}

async function createKey({ name, publicKey, labels }: SshKeyRequest): Promise<{ providerId: string }> {
  const { ssh_key } = await hetzner("POST", "/ssh_keys", {
    body: { name, public_key: publicKey, labels },
    schema: z.object({ ssh_key: keySchema }),
  });
  return { providerId: String(ssh_key.id) };
}

async function removeLeftOver({ name, labels }: SshKeyRequest, cause: AppError): Promise<void> {
  const named = await hetzner("GET", "/ssh_keys", { query: { name }, schema: listSchema });
  const key = named.ssh_keys.find((one) => one.name === name);
  if (!key) {
    if (cause.code === "provider_unavailable") throw cause;
    return;
  }
  if (!labels["nself-server"] || key.labels["nself-server"] !== labels["nself-server"]) {
    throw new AppError("name_conflict", { internal: `the SSH key ${name} exists and is not ours`, cause });
  }
  await hetzner("DELETE", `/ssh_keys/${key.id}`, { schema: z.looseObject({}) });
}

/** MD5 over the key blob in colon form: how Hetzner names keys, not a security measure. */
export function md5Fingerprint(publicKey: string): string {
  const blob = Buffer.from(publicKey.trim().split(/\s+/)[1] ?? "", "base64");
  const hex = createHash("md5").update(blob).digest("hex");
  return (hex.match(/../g) ?? []).join(":");
}
