import { z } from "zod";

/** What the project keeps on disk. Ids are the API's numbers as strings; times are ISO 8601. */
const labelsSchema = z.record(z.string(), z.string());

export const actionRecordSchema = z.object({
  id: z.string(),
  command: z.string(),
  status: z.enum(["running", "success", "error"]),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  started: z.string(),
  finished: z.string().nullable(),
  durationMs: z.number(),
  resources: z.array(z.object({ id: z.string(), type: z.string() })),
  /** What its end needs to know; the meaning belongs to the command. */
  params: z.record(z.string(), z.string()),
  /** Never ends: made by the fault `action_stuck`. */
  stuck: z.boolean(),
});
export type ActionRecord = z.infer<typeof actionRecordSchema>;

export const serverRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(["initializing", "starting", "running", "stopping", "off", "rebuilding", "migrating"]),
  created: z.string(),
  labels: labelsSchema,
  serverType: z.string(),
  location: z.string(),
  imageId: z.string(),
  primaryDiskGb: z.number(),
  primaryIpId: z.string().nullable(),
  backupWindow: z.string().nullable(),
  protection: z.object({ delete: z.boolean(), rebuild: z.boolean() }),
});
export type ServerRecord = z.infer<typeof serverRecordSchema>;

export const sshKeyRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  fingerprint: z.string(),
  publicKey: z.string(),
  labels: labelsSchema,
  created: z.string(),
});
export type SshKeyRecord = z.infer<typeof sshKeyRecordSchema>;

export const firewallRuleSchema = z.object({
  description: z.string().max(255).nullable().default(null),
  direction: z.enum(["in", "out"]),
  protocol: z.enum(["tcp", "udp", "icmp", "esp", "gre"]),
  port: z.string().nullable().default(null),
  source_ips: z.array(z.string()).default([]),
  destination_ips: z.array(z.string()).default([]),
});

export const firewallRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  labels: labelsSchema,
  created: z.string(),
  rules: z.array(firewallRuleSchema),
  serverIds: z.array(z.string()),
  selectors: z.array(z.string()),
});
export type FirewallRecord = z.infer<typeof firewallRecordSchema>;

/** A backup or a snapshot; the system's own images are in the catalogue. */
export const imageRecordSchema = z.object({
  id: z.string(),
  type: z.enum(["backup", "snapshot"]),
  status: z.enum(["creating", "available"]),
  description: z.string(),
  created: z.string(),
  labels: labelsSchema,
  architecture: z.enum(["x86", "arm"]),
  imageSizeGb: z.number().nullable(),
  diskSizeGb: z.number(),
  createdFrom: z.object({ id: z.string(), name: z.string() }),
  protected: z.boolean(),
});
export type ImageRecord = z.infer<typeof imageRecordSchema>;

export const primaryIpRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  labels: labelsSchema,
  created: z.string(),
  location: z.string(),
  autoDelete: z.boolean(),
  protected: z.boolean(),
  assigneeId: z.string().nullable(),
});
export type PrimaryIpRecord = z.infer<typeof primaryIpRecordSchema>;
