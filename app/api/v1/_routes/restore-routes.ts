import { z } from "zod";
import { dispatchJob } from "@/inngest/dispatch-job";
import { defineRoute } from "@/lib/api/define-route";
import { idSchema } from "@/lib/ids";
import { getJob } from "@/lib/job/get-job";
import { jobViewSchema } from "@/lib/job/job-schemas";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { getRestorePoints } from "@/lib/restore/get-restore-points";
import { getRestore, listRestores } from "@/lib/restore/list-restores";
import { previewRestore } from "@/lib/restore/preview-restore";
import { requestRestore } from "@/lib/restore/request-restore";
import {
  createRestoreSchema,
  restoreListSchema,
  restorePointsSchema,
  restorePreviewSchema,
  restoreTargetSchema,
  restoreViewSchema,
  undoRestoreSchema,
} from "@/lib/restore/restore-schemas";
import { undoRestore } from "@/lib/restore/undo-restore";
import { answerTo } from "./answer-to";

const tag = "Restores";
const serverParams = z.object({ id: idSchema("server") });
const restoreParams = z.object({ id: idSchema("restore") });
const restoreAndJobSchema = z
  .object({ restore: restoreViewSchema, job: jobViewSchema })
  .meta({ id: "RestoreAndJob" });

export const restorePointsRoute = defineRoute({
  method: "GET",
  path: "/api/v1/servers/{id}/restore-points",
  tag,
  summary: "What a server can be restored to",
  description: "Hourly marks for 72 hours, daily ones before; any second inside `ranges` is accepted.",
  auth: "required",
  params: serverParams,
  success: { status: 200, schema: restorePointsSchema, description: "The points" },
  handler: ({ actor, params }) => getRestorePoints(jobKinds, actor, params.id),
});

export const previewRestoreRoute = defineRoute({
  method: "POST",
  path: "/api/v1/servers/{id}/restore-previews",
  tag,
  summary: "Say what a restore would do",
  description: "Window, disk, versions, predicted downtime and loss. Changes nothing.",
  auth: "required",
  params: serverParams,
  body: z.object({ target: restoreTargetSchema }),
  success: { status: 200, schema: restorePreviewSchema, description: "The preview" },
  handler: ({ actor, params, body }) => previewRestore(actor, params.id, body.target),
});

export const createRestoreRoute = defineRoute({
  method: "POST",
  path: "/api/v1/servers/{id}/restores",
  tag,
  summary: "Restore a server",
  description:
    "To a time with its zone, or to a backup; in place, or into a new server. `confirm` is the server's name. The data from before is kept for 24 hours.",
  auth: "required",
  params: serverParams,
  body: createRestoreSchema,
  errors: ["target_unreachable", "action_not_allowed", "job_live", "subdomain_taken"],
  rateLimit: { capacity: 10, perMinute: 5 },
  success: { status: 202, schema: restoreAndJobSchema, description: "Under way" },
  handler: async ({ actor, params, body }) => {
    const { restoreId, kind, run } = await requestRestore(actor, params.id, body);
    await dispatchJob(kind, run);
    const writer = answerTo(actor);
    return { restore: await getRestore(writer, restoreId), job: await getJob(jobKinds, writer, run.jobId) };
  },
});

export const listRestoresRoute = defineRoute({
  method: "GET",
  path: "/api/v1/servers/{id}/restores",
  tag,
  summary: "List a server's restores",
  auth: "required",
  params: serverParams,
  query: z.object({ cursor: idSchema("restore").optional() }),
  success: { status: 200, schema: restoreListSchema, description: "The restores, newest first" },
  handler: ({ actor, params, query }) => listRestores(actor, params.id, query),
});

export const getRestoreRoute = defineRoute({
  method: "GET",
  path: "/api/v1/restores/{id}",
  tag,
  summary: "A restore with its progress",
  auth: "required",
  params: restoreParams,
  success: { status: 200, schema: restoreViewSchema, description: "The restore" },
  handler: ({ actor, params }) => getRestore(actor, params.id),
});

export const undoRestoreRoute = defineRoute({
  method: "POST",
  path: "/api/v1/restores/{id}/undo",
  tag,
  summary: "Undo a restore",
  description: "Within 24 hours the data from before can be put back. `confirm` is the server's name.",
  auth: "required",
  params: restoreParams,
  body: undoRestoreSchema,
  errors: ["action_not_allowed", "job_live"],
  success: { status: 202, schema: restoreAndJobSchema, description: "Under way" },
  handler: async ({ actor, params, body }) => {
    const run = await undoRestore(actor, params.id, body);
    await dispatchJob("undo_restore", run);
    const writer = answerTo(actor);
    return { restore: await getRestore(writer, params.id), job: await getJob(jobKinds, writer, run.jobId) };
  },
});

export const restoreRoutes = [
  restorePointsRoute,
  previewRestoreRoute,
  createRestoreRoute,
  listRestoresRoute,
  getRestoreRoute,
  undoRestoreRoute,
];
