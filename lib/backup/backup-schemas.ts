import { z } from "zod";

const isoTime = z.iso.datetime({ offset: true });

export const backupKindSchema = z.enum(["snapshot", "application"]);
export const backupStatusSchema = z.enum(["creating", "good", "failed", "deleted"]);
export const backupTriggerSchema = z.enum([
  "first",
  "nightly",
  "manual",
  "forensic",
  "agent",
  "final",
  "provider",
]);

/** One level of proof. 1: every object hashed; 2: manifest and WAL chain; 3: restored into a throw-away instance. */
export const proofLevelSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);

export const verificationSchema = z
  .object({
    id: z.string(),
    backupId: z.string(),
    jobId: z.string().nullable(),
    status: z.enum(["running", "passed", "failed"]),
    level: proofLevelSchema.describe("the level that was reached"),
    startedAt: isoTime,
    finishedAt: isoTime.nullable(),
    checks: z.array(
      z.object({
        name: z.enum(["checksum", "chain", "restore", "integrity"]),
        status: z.enum(["passed", "failed", "skipped"]),
        detail: z.string().describe("as it is shown: 'restored to a throw-away instance in 4.2 s'"),
        seconds: z.number().nullable(),
      }),
    ),
    rowCount: z.number().int().nullable(),
  })
  .meta({ id: "Verification" });
export type VerificationView = z.infer<typeof verificationSchema>;

export const backupViewSchema = z
  .object({
    id: z.string(),
    serverId: z.string(),
    name: z
      .string()
      .describe("bak_YYYYMMDD_HHMMSS (UTC) as on the server; a provider backup has the provider's name"),
    kind: backupKindSchema,
    trigger: backupTriggerSchema,
    label: z.string().nullable(),
    status: backupStatusSchema,
    startedAt: isoTime,
    finishedAt: isoTime.nullable(),
    durationSeconds: z.number().nullable(),
    sizeBytes: z.number().int().nullable().describe("of the data"),
    storedBytes: z.number().int().nullable().describe("compressed and sealed, in the store"),
    region: z.string().nullable(),
    consistentAt: isoTime.nullable().describe("the earliest time that it can be restored to"),
    keptUntil: isoTime.nullable(),
    level: proofLevelSchema,
    verifiedAt: isoTime.nullable(),
    verification: verificationSchema.nullable().describe("the last one"),
    error: z.string().nullable(),
    jobId: z.string().nullable(),
  })
  .meta({ id: "Backup" });
export type BackupView = z.infer<typeof backupViewSchema>;

export const createBackupSchema = z
  .object({
    label: z
      .string()
      .trim()
      .max(60)
      .regex(/^[\w .:-]*$/, "Use letters, digits, spaces and . : - _")
      .optional(),
  })
  .meta({ id: "CreateBackup" });

/** How far the write-ahead log has come off-site. */
export const walStatusSchema = z
  .object({
    state: z.enum(["ok", "lagging", "stalled", "unknown"]),
    shippedThrough: isoTime.nullable().describe("everything committed until then is off-site"),
    lagSeconds: z.number().nullable(),
    spoolBytes: z.number().int().nullable(),
    diskFreeBytes: z.number().int().nullable(),
    diskTotalBytes: z.number().int().nullable(),
    gaps: z.array(z.object({ from: isoTime, until: isoTime })),
    alarm: z.string().nullable(),
    reportedAt: isoTime.nullable(),
  })
  .meta({ id: "WalStatus" });

export const backupPolicySchema = z
  .object({
    schedule: z
      .string()
      .describe("five cron fields, UTC; only its hour and weekday matter, the minute is spread by server"),
    retentionDays: z.number().int().min(7).max(365),
    verifySchedule: z.string(),
    drillEveryDays: z.number().int().min(7).max(365),
    maintenanceStartHour: z
      .number()
      .int()
      .min(0)
      .max(23)
      .nullable()
      .describe("UTC; backups and drills keep out of the two hours that follow"),
  })
  .meta({ id: "BackupPolicy" });
export type BackupPolicy = z.infer<typeof backupPolicySchema>;
export const changeBackupPolicySchema = backupPolicySchema.partial().meta({ id: "ChangeBackupPolicy" });

/** What the backups page shows above the list. */
export const backupOverviewSchema = z
  .object({
    configured: z.boolean().describe("false until the server has its key and its place in the store"),
    region: z.string().nullable(),
    serverLocation: z.string(),
    lastGoodAt: isoTime.nullable(),
    alarm: z
      .string()
      .nullable()
      .describe("no good backup for too long, WAL stalled, a verification that failed"),
    nextRunAt: isoTime.nullable(),
    nextVerificationAt: isoTime.nullable(),
    nextDrillAt: isoTime.nullable(),
    storedBytes: z.number().int(),
    monthlyCents: z.number().int().describe("what the stored bytes cost a month; included in the price"),
    currency: z.string(),
    wal: walStatusSchema,
    policy: backupPolicySchema,
  })
  .meta({ id: "BackupOverview" });
export type BackupOverview = z.infer<typeof backupOverviewSchema>;

export const backupListSchema = z.object({
  items: z.array(backupViewSchema),
  nextCursor: z.string().nullable(),
});
