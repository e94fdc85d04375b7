import { z } from "zod";
import { jobKindSchema } from "@/lib/job/job-schemas";
import { serverNameSchema, subdomainSchema } from "@/lib/server/server-schemas";

const isoTime = z.iso.datetime({ offset: true });

/** Any second in one of `ranges` is accepted; `points` are the marks that are offered. */
export const restorePointsSchema = z
  .object({
    earliest: isoTime.nullable(),
    latest: isoTime.nullable(),
    ranges: z.array(z.object({ from: isoTime, until: isoTime, timeline: z.number().int() })),
    points: z.array(
      z.object({
        at: isoTime,
        grain: z.enum(["hour", "day"]),
        backupId: z.string().describe("the base backup that it starts from"),
      }),
    ),
    events: z
      .array(
        z.object({
          at: isoTime,
          kind: jobKindSchema,
          title: z.string(),
          change: z
            .boolean()
            .describe("what the server holds was changed by it: the second before may be wanted"),
        }),
      )
      .describe("what happened on the server, for marks on a time line"),
  })
  .meta({ id: "RestorePoints" });
export type RestorePoints = z.infer<typeof restorePointsSchema>;

/** A time with a zone, to the second or finer. Times without a zone are refused: nobody should have to guess. */
export const targetTimeSchema = z.iso.datetime({
  offset: true,
  error: "Give the time with its zone, such as 2026-11-21T14:30:00Z.",
});

export const restoreTargetSchema = z
  .union([z.strictObject({ at: targetTimeSchema }), z.strictObject({ backupId: z.string().min(1).max(60) })])
  .meta({ id: "RestoreTarget" });
export type RestoreTarget = z.infer<typeof restoreTargetSchema>;

export const restoreIntoSchema = z.union([
  z.literal("in_place"),
  z.strictObject({
    name: serverNameSchema,
    subdomain: subdomainSchema,
    location: z.string().min(1).max(40).optional(),
    serverType: z.string().min(1).max(40).optional(),
  }),
]);

export const createRestoreSchema = z
  .object({
    target: restoreTargetSchema,
    into: restoreIntoSchema,
    confirm: z.string().describe("the server's name, typed"),
    reason: z
      .string()
      .trim()
      .max(300)
      .optional()
      .describe("stands in the activity; an operator's visit has one of its own"),
  })
  .meta({ id: "CreateRestore" });
export const undoRestoreSchema = z
  .object({ confirm: z.string(), reason: z.string().trim().max(300).optional() })
  .meta({ id: "UndoRestore" });
export type CreateRestore = z.infer<typeof createRestoreSchema>;

/** What would happen, shown before it is confirmed. `POST /servers/{id}/restore-previews` changes nothing. */
export const restorePreviewSchema = z
  .object({
    possible: z.boolean().describe("in place"),
    possibleElsewhere: z.boolean().describe("into a new server, which needs the off-site copy alone"),
    target: isoTime.describe("the exact time that would be restored"),
    backupId: z.string().nullable(),
    backupName: z.string().nullable(),
    checks: z.array(
      z.object({
        name: z.enum(["window", "disk", "versions", "server", "job"]),
        status: z.enum(["passed", "warned", "failed"]),
        detail: z.string(),
      }),
    ),
    nearest: z.object({ before: isoTime.nullable(), after: isoTime.nullable() }).nullable(),
    downtimeSeconds: z.number().int().describe("predicted, from sizes and what earlier restores took"),
    lossSeconds: z
      .number()
      .int()
      .describe("how much of the newest data would be put aside: now minus the target"),
    walBytes: z.number().int().describe("write-ahead log to replay, estimated"),
  })
  .meta({ id: "RestorePreview" });
export type RestorePreview = z.infer<typeof restorePreviewSchema>;

export const restoreViewSchema = z
  .object({
    id: z.string(),
    serverId: z.string(),
    jobId: z.string(),
    status: z.enum(["queued", "running", "succeeded", "failed", "cancelled", "undone"]),
    target: isoTime,
    backupId: z.string().nullable(),
    backupName: z.string().nullable(),
    into: z.enum(["in_place", "new_server"]),
    newServerId: z.string().nullable(),
    forensicBackupId: z.string().nullable(),
    recoveredTo: isoTime.nullable().describe("the last transaction that was replayed"),
    progress: z
      .object({
        phase: z.enum(["files", "wal", "objects"]),
        doneBytes: z.number(),
        totalBytes: z.number(),
        walPosition: z.string().nullable(),
        etaSeconds: z.number().nullable(),
      })
      .nullable(),
    undoUntil: isoTime.nullable().describe("the data from before is kept until then"),
    undoneAt: isoTime.nullable(),
    createdAt: isoTime,
    finishedAt: isoTime.nullable(),
    createdBy: z.string().nullable(),
  })
  .meta({ id: "Restore" });
export type RestoreView = z.infer<typeof restoreViewSchema>;
export const restoreListSchema = z.object({
  items: z.array(restoreViewSchema),
  nextCursor: z.string().nullable(),
});
