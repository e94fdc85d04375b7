import { z } from "zod";

/** `bak_YYYYMMDD_HHMMSS`, UTC, by when it began (seed: disaster recovery). */
export const backupIdSchema = z
  .string()
  .regex(/^bak_\d{8}_\d{6}$/, "a backup's id reads bak_YYYYMMDD_HHMMSS");
export const labelSchema = z
  .string()
  .max(60)
  .regex(/^[\w .:-]*$/, "letters, digits, spaces and . : - _");
const isoTime = z.iso.datetime();
const segmentName = z.string().regex(/^[0-9A-F]{24}$/);
const lsn = z.string().regex(/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Where a server's backups are. `prefix` ends with a slash and names one server; the key opens nothing else. */
export const storePlaceSchema = z.object({
  endpoint: z.url(),
  region: z.string(),
  bucket: z.string(),
  prefix: z.string().regex(/^[\w.-]+(\/[\w.-]+)*\/$/),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
});
export type StorePlace = z.infer<typeof storePlaceSchema>;

/** 32 bytes in base64, and the first 16 hex digits of its SHA-256. */
export const backupKeySchema = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/), secret: z.base64() });
export type BackupKey = z.infer<typeof backupKeySchema>;

/** What opens a repository: a place and its key. */
export const repositorySchema = z.object({ place: storePlaceSchema, key: backupKeySchema });
export type Repository = z.infer<typeof repositorySchema>;

/** Standard input of `nself backup configure`, kept in `/etc/nself/backup.json`. */
export const backupSettingsSchema = repositorySchema.extend({
  /** Days that the store is asked to lock new objects for; null where the store has no object lock. */
  lockDays: z.object({ base: z.number().int(), wal: z.number().int() }).nullable(),
  /** When the agent takes a backup by itself: this long after the last good one. */
  selfBackupAfterHours: z.number().positive().default(26),
  /** Where the agent tells how it stands. */
  report: z.object({ url: z.url(), token: z.string() }).nullable(),
});
export type BackupSettings = z.infer<typeof backupSettingsSchema>;
export const backupConfiguredSchema = z.object({
  keyId: z.string(),
  region: z.string(),
  bucket: z.string(),
  prefix: z.string(),
});

/** One object of the repository as it was stored: the hash covers the sealed bytes. */
const storedObjectSchema = z.object({ sha256, storedBytes: z.number().int(), plainBytes: z.number().int() });
export type StoredObject = z.infer<typeof storedObjectSchema>;

/**
 * The manifest, written last: a backup without one does not exist. The data folder is one stream of bytes, its files one
 * after the other in the order of `files`, cut into chunks of `chunkBytes`.
 */
export const manifestSchema = z.object({
  version: z.literal(1),
  id: backupIdSchema,
  serverId: z.string(),
  label: labelSchema.nullable(),
  trigger: z.string(),
  nselfVersion: z.string(),
  startedAt: isoTime,
  consistentAt: isoTime,
  postgres: z.object({
    version: z.number().int().describe("server_version_num"),
    systemIdentifier: z.string(),
    timeline: z.number().int(),
    startLsn: lsn,
    stopLsn: lsn,
    startSegment: segmentName,
    stopSegment: segmentName,
    backupLabel: z.string(),
    dataBytes: z.number().int(),
    databaseBytes: z.number().int(),
    chunkBytes: z.number().int(),
    chunks: z.array(storedObjectSchema),
    folders: z.array(z.string()),
    files: z.array(
      z.object({ path: z.string(), sizeBytes: z.number().int(), mode: z.number().int(), sha256 }),
    ),
  }),
  objects: z
    .object({
      buckets: z.array(z.string()),
      count: z.number().int(),
      plainBytes: z.number().int(),
      /** Lists of entries, each an object of its own: a store may hold millions. */
      lists: z.array(storedObjectSchema),
      /** What a bucket is beside its objects: who may read it without signing, whether it keeps versions. */
      settings: z
        .record(z.string(), z.object({ policy: z.string().nullable(), versioning: z.boolean() }))
        .optional(),
    })
    .nullable()
    .describe("null when the stack has no object store"),
  config: z.object({
    domain: z.string(),
    plugins: z.array(z.object({ name: z.string(), version: z.string() })),
    files: z.array(z.object({ path: z.string(), mode: z.number().int(), content: z.base64() })),
  }),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** One object of the customer's object store inside a backup. */
export const objectEntrySchema = z.object({
  bucket: z.string(),
  key: z.string(),
  sizeBytes: z.number().int(),
  etag: z.string(),
  contentType: z.string().nullable(),
  /** Everything else that was said with it: `x-amz-meta-…`, `cache-control` and the like. */
  headers: z.record(z.string(), z.string()).optional(),
  /** Its content, in pieces of at most 64 MB, each under the HMAC of what it holds: equal content is stored once. */
  parts: z.array(z.object({ name: z.string(), stored: storedObjectSchema })),
});
export const objectListSchema = z.array(objectEntrySchema);
export type ObjectEntry = z.infer<typeof objectEntrySchema>;

/** `nself backup create [--label <text>] [--trigger <word>]`: told only after everything was read back from the store. */
export const backupCreatedSchema = z.object({
  id: backupIdSchema,
  label: labelSchema.nullable(),
  trigger: z.string(),
  startedAt: isoTime,
  finishedAt: isoTime,
  consistentAt: isoTime,
  timeline: z.number().int(),
  startSegment: segmentName,
  stopSegment: segmentName,
  sizeBytes: z.number().int(),
  storedBytes: z.number().int(),
  newBytes: z
    .number()
    .int()
    .describe("what this backup had to store; objects that were there already are not in it"),
  manifestSha256: sha256,
  seconds: z.object({ upload: z.number(), readBack: z.number() }),
});
export type BackupCreated = z.infer<typeof backupCreatedSchema>;

/** `nself backup list`: what the store holds, newest first; a broken manifest is named, not left out. */
export const backupListingSchema = z.object({
  backups: z.array(
    z.object({
      id: backupIdSchema,
      label: labelSchema.nullable(),
      trigger: z.string(),
      startedAt: isoTime,
      consistentAt: isoTime.nullable(),
      /** The last of the segments that belong to it, with its timeline; null when the manifest cannot be read. */
      stopSegment: z.string().nullable(),
      sizeBytes: z.number().int().nullable(),
      storedBytes: z.number().int().nullable(),
      problem: z.string().nullable(),
    }),
  ),
});

/** A gap-free run of shipped segments on one timeline. */
export const walRunSchema = z.object({
  timeline: z.number().int(),
  firstSegment: segmentName,
  lastSegment: segmentName,
  segments: z.number().int(),
  storedBytes: z.number().int(),
  coveredFrom: isoTime,
  coveredUntil: isoTime.describe("every commit until then is in the run"),
  parent: z.object({ timeline: z.number().int(), forkSegment: segmentName }).nullable(),
});
export type WalRunReport = z.infer<typeof walRunSchema>;

/** `nself backup status`, and the body of `POST {report.url}`, which the agent sends. */
export const backupStatusSchema = z.object({
  configured: z.boolean(),
  region: z.string().nullable(),
  wal: z.object({
    state: z.enum(["ok", "lagging", "stalled"]),
    /** Of the newest; the server tells of 50. */
    runs: z.array(walRunSchema).max(500),
    spoolSegments: z.number().int(),
    spoolBytes: z.number().int(),
    lagSeconds: z.number().describe("age of the oldest commit that may not be off-site"),
    lastShippedAt: isoTime.nullable(),
    lastError: z.string().nullable(),
    alarm: z.string().nullable(),
  }),
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }),
  lastBackup: z.object({ id: backupIdSchema, at: isoTime }).nullable(),
  maintenance: z.boolean(),
  fenced: z.array(z.object({ restoreId: z.string(), at: isoTime, sizeBytes: z.number() })).max(1000),
  time: isoTime,
});
export type BackupStatus = z.infer<typeof backupStatusSchema>;

/** Body of `POST {report.url}` with `Authorization: Bearer <report.token>`, from the agent. */
export const agentReportSchema = z.object({
  serverId: z.string(),
  status: backupStatusSchema,
  /** The server tells of 10. Each that is new to us is read back, so that a report may not name any number. */
  backups: z
    .array(backupCreatedSchema)
    .max(50)
    .describe("the newest that this server made, whoever asked for them"),
});
export type AgentReport = z.infer<typeof agentReportSchema>;

const check = z.object({
  status: z.enum(["passed", "failed", "skipped"]),
  detail: z.string(),
  seconds: z.number().nullable(),
});
/** `nself backup verify [id] [--level 1|2|3]`: level 1 hashes, 2 manifest and WAL chain, 3 restored and asked. Exit 0 also when it fails: that is an answer. */
export const verifiedSchema = z.object({
  id: backupIdSchema,
  valid: z.boolean(),
  level: z.number().int().min(0).max(3),
  checksum: check,
  chain: check,
  restore: check,
  integrity: check,
  rowCount: z.number().int().nullable(),
});
export type Verified = z.infer<typeof verifiedSchema>;

/** What to restore: a time with a zone, or a backup as it was when it ended. `timeline` says which history, when there are several. */
export const restoreTargetSchema = z.object({
  backupId: backupIdSchema,
  at: isoTime.nullable().describe("null: the moment at which the backup became consistent"),
  timeline: z.number().int().nullable(),
});
export type RestoreTarget = z.infer<typeof restoreTargetSchema>;

/** Standard input of `nself backup preflight|prepare`. `source` is another server's repository, for recovering onto a new one. */
export const restoreRequestSchema = z.object({
  restoreId: z.string().regex(/^[a-z0-9_]+$/),
  target: restoreTargetSchema,
  source: repositorySchema.nullable().default(null),
});
export type RestoreRequest = z.infer<typeof restoreRequestSchema>;

export const preflightSchema = z.object({
  backupId: backupIdSchema,
  dataBytes: z.number(),
  storedBytes: z.number(),
  objectBytes: z.number(),
  walSegments: z.number().int(),
  neededBytes: z.number(),
  freeBytes: z.number(),
  postgresVersion: z.number().int(),
  serverPostgresVersion: z.number().int(),
  enoughDisk: z.boolean(),
  sameMajor: z.boolean(),
});
export type Preflight = z.infer<typeof preflightSchema>;

/** `nself backup prepare`: restores beside the running data and verifies it; nothing that serves has changed. */
export const preparedSchema = z.object({
  restoreId: z.string(),
  backupId: backupIdSchema,
  recoveredTo: isoTime.nullable().describe("commit time of the last transaction that was replayed"),
  timeline: z.number().int(),
  databases: z.number().int(),
  rowCount: z.number().int(),
  objects: z.number().int(),
  dataBytes: z.number(),
  seconds: z.object({ files: z.number(), wal: z.number(), verify: z.number() }),
});
export type Prepared = z.infer<typeof preparedSchema>;

/** How far a restore has come: `nself backup progress <restoreId>`. */
export const restoreProgressSchema = z.object({
  phase: z.enum(["files", "wal", "verify", "objects", "done"]),
  doneBytes: z.number(),
  totalBytes: z.number(),
  walPosition: z.string().nullable(),
  startedAt: isoTime,
  updatedAt: isoTime,
});
export type RestoreProgress = z.infer<typeof restoreProgressSchema>;

/** `nself backup switch|undo <restoreId>`: the stack serves the other data now, or still the old; never a mixture. */
export const switchedSchema = z.object({ restoreId: z.string(), serving: z.enum(["restored", "former"]) });

export const maintenanceSchema = z.object({ maintenance: z.boolean(), since: isoTime.nullable() });

/** `nself backup restore <id>` and `--pitr <time>`: the whole restore, for somebody at the server. */
export const restoredNowSchema = z.object({
  restoreId: z.string(),
  backupId: backupIdSchema,
  restoredTo: isoTime,
  lossSeconds: z.number().int().describe("how much of the newest data was put aside"),
  rowCount: z.number().int(),
});

/** `nself backup settle <restoreId>`: what runs after a switch brings the restored data up to this server's programs. */
export const settledSchema = z.object({
  restoreId: z.string(),
  extensions: z.array(z.string()).describe("extensions that were updated"),
  reindexed: z.number().int().describe("indexes rebuilt because a collation has changed"),
});

/** `nself dr drill [--scenario <scenario>]`: measured on the server itself, in an instance beside what serves. */
export const serverDrillSchema = z.object({
  scenario: z.enum(["full-restore", "database-corruption", "bad-deploy"]),
  startedAt: isoTime,
  finishedAt: isoTime,
  passed: z.boolean(),
  backupId: backupIdSchema.nullable(),
  rtoSeconds: z.number(),
  rpoSeconds: z.number().nullable(),
  recoveredTo: isoTime.nullable(),
  rowCount: z.number().int().nullable(),
  phases: z.array(z.object({ key: z.string(), title: z.string(), seconds: z.number() })),
  checks: z.array(z.object({ name: z.string(), status: z.enum(["passed", "failed"]), detail: z.string() })),
});
export type ServerDrill = z.infer<typeof serverDrillSchema>;
