import { createHash } from "node:crypto";
import ssh2 from "ssh2";
import { z } from "zod";
import { HetznerError, invalidInput, notFound } from "./errors";
import type { Hetzner } from "./hetzner";
import { listAnswer } from "./paginate";
import { readBody } from "./read-body";
import type { SshKeyRecord } from "./records";

const labelsSchema = z.record(z.string(), z.string());
const createSchema = z.object({
  name: z.string().min(1),
  public_key: z.string().min(1),
  labels: labelsSchema.default({}),
});
const updateSchema = z.object({ name: z.string().min(1).optional(), labels: labelsSchema.optional() });

function sshKeyView(key: SshKeyRecord) {
  return {
    id: Number(key.id),
    name: key.name,
    fingerprint: key.fingerprint,
    public_key: key.publicKey,
    labels: key.labels,
    created: key.created,
  };
}

export function listSshKeys({ project }: Hetzner, query: URLSearchParams): Response {
  const fingerprint = query.get("fingerprint");
  const keys = project.sshKeys.all().filter((key) => !fingerprint || key.fingerprint === fingerprint);
  return listAnswer("ssh_keys", keys.map(sshKeyView), query);
}

/** A project holds a name once and a key once, whatever its name. */
export async function createSshKey({ project }: Hetzner, request: Request): Promise<Response> {
  const { name, public_key, labels } = await readBody(request, createSchema);
  const fingerprint = fingerprintOf(public_key);
  if (project.sshKeys.all().some((key) => key.name === name))
    throw notUnique("name", "SSH key name is already used");
  if (project.sshKeys.all().some((key) => key.fingerprint === fingerprint)) {
    throw notUnique("public_key", "SSH key with the same fingerprint already exists");
  }
  const key = project.sshKeys.put({
    id: project.newId(),
    name,
    publicKey: public_key.trim(),
    fingerprint,
    labels,
    created: new Date().toISOString(),
  });
  return Response.json({ ssh_key: sshKeyView(key) }, { status: 201 });
}

export function getSshKey(hetzner: Hetzner, id: string): Response {
  return Response.json({ ssh_key: sshKeyView(existing(hetzner, id)) });
}

export async function updateSshKey(hetzner: Hetzner, id: string, request: Request): Promise<Response> {
  const key = existing(hetzner, id);
  const { name = key.name, labels = key.labels } = await readBody(request, updateSchema);
  if (hetzner.project.sshKeys.all().some((other) => other.name === name && other.id !== id)) {
    throw notUnique("name", "SSH key name is already used");
  }
  return Response.json({ ssh_key: sshKeyView(hetzner.project.sshKeys.put({ ...key, name, labels })) });
}

export function deleteSshKey(hetzner: Hetzner, id: string): Response {
  existing(hetzner, id);
  hetzner.project.sshKeys.delete(id);
  return new Response(null, { status: 204 });
}

function existing({ project }: Hetzner, id: string): SshKeyRecord {
  const key = project.sshKeys.get(id);
  if (!key) throw notFound("ssh_key", id);
  return key;
}

function notUnique(field: string, message: string): HetznerError {
  return new HetznerError("uniqueness_error", message, { fields: [{ name: field, messages: [message] }] });
}

/** MD5 over the key blob with colons, as Hetzner shows it. */
function fingerprintOf(publicKey: string): string {
  const parsed = ssh2.utils.parseKey(publicKey);
  if (parsed instanceof Error || parsed.isPrivateKey()) {
    throw invalidInput([{ name: "public_key", messages: ["SSH public key is not valid"] }]);
  }
  const hex = createHash("md5").update(parsed.getPublicSSH()).digest("hex");
  return (hex.match(/../g) ?? []).join(":");
}
