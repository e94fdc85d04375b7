import { z } from "zod";
import { dispatchJob } from "@/inngest/dispatch-job";
import { bearerToken } from "@/lib/api/bearer-token";
import { defineRoute } from "@/lib/api/define-route";
import { agentReportSchema } from "@/lib/backup/agent-report-schema";
import {
  backupListSchema,
  backupOverviewSchema,
  backupPolicySchema,
  backupViewSchema,
  changeBackupPolicySchema,
  createBackupSchema,
  verificationSchema,
} from "@/lib/backup/backup-schemas";
import { changePolicy } from "@/lib/backup/change-policy";
import { getOverview } from "@/lib/backup/get-overview";
import { listBackups } from "@/lib/backup/list-backups";
import { recordReport } from "@/lib/backup/record-report";
import { requestBackup } from "@/lib/backup/request-backup";
import { requestVerification } from "@/lib/backup/request-verification";
import { backupOfJob, verificationOfJob } from "@/lib/backup/work-of-job";
import { idSchema } from "@/lib/ids";
import { getJob } from "@/lib/job/get-job";
import { jobViewSchema } from "@/lib/job/job-schemas";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { answerTo } from "./answer-to";

const tag = "Backups";
const serverParams = z.object({ id: idSchema("server") });
const backupAndJobSchema = z
  .object({ backup: backupViewSchema, job: jobViewSchema })
  .meta({ id: "BackupAndJob" });
const verificationAndJobSchema = z
  .object({ verification: verificationSchema, job: jobViewSchema })
  .meta({ id: "VerificationAndJob" });

export const listBackupsRoute = defineRoute({
  method: "GET",
  path: "/api/v1/servers/{id}/backups",
  tag,
  summary: "List a server's backups",
  description: "Application backups and the provider's own, newest first. A failed one says why.",
  auth: "required",
  params: serverParams,
  query: z.object({ cursor: idSchema("backup").optional() }),
  success: { status: 200, schema: backupListSchema, description: "The backups" },
  handler: ({ actor, params, query }) => listBackups(actor, params.id, query),
});

export const createBackupRoute = defineRoute({
  method: "POST",
  path: "/api/v1/servers/{id}/backups",
  tag,
  summary: "Back up a server now",
  description:
    "Database, objects, configuration and plugin set, to another region. Good once it was read back.",
  auth: "required",
  params: serverParams,
  body: createBackupSchema,
  errors: ["action_not_allowed", "backup_busy"],
  rateLimit: { capacity: 10, perMinute: 5 },
  success: { status: 202, schema: backupAndJobSchema, description: "Under way" },
  handler: async ({ actor, params, body }) => {
    const run = await requestBackup(actor, params.id, body);
    await dispatchJob("backup", run);
    const writer = answerTo(actor);
    return { backup: await backupOfJob(writer, run.jobId), job: await getJob(jobKinds, writer, run.jobId) };
  },
});

export const backupOverviewRoute = defineRoute({
  method: "GET",
  path: "/api/v1/servers/{id}/backup-overview",
  tag,
  summary: "How a server's backups stand",
  auth: "required",
  params: serverParams,
  success: { status: 200, schema: backupOverviewSchema, description: "Freshness, alarms, next runs, policy" },
  handler: ({ actor, params }) => getOverview(actor, params.id),
});

export const changePolicyRoute = defineRoute({
  method: "PATCH",
  path: "/api/v1/servers/{id}/backup-policy",
  tag,
  summary: "Change the backup policy",
  description:
    "Backups at least every 24 hours, proofs at least weekly. A shorter retention needs `server:delete`.",
  auth: "required",
  params: serverParams,
  body: changeBackupPolicySchema,
  success: { status: 200, schema: backupPolicySchema, description: "The policy as it is now" },
  handler: ({ actor, params, body }) => changePolicy(actor, params.id, body),
});

export const createVerificationRoute = defineRoute({
  method: "POST",
  path: "/api/v1/backups/{id}/verifications",
  tag,
  summary: "Prove a backup",
  description:
    "Hashes, chain, and a real restore into a throw-away instance: every row read, every index walked.",
  auth: "required",
  params: z.object({ id: idSchema("backup") }),
  body: z.object({}),
  errors: ["action_not_allowed", "backup_busy"],
  rateLimit: { capacity: 10, perMinute: 5 },
  success: { status: 202, schema: verificationAndJobSchema, description: "Under way" },
  handler: async ({ actor, params }) => {
    const run = await requestVerification(actor, params.id);
    await dispatchJob("verify", run);
    const writer = answerTo(actor);
    return {
      verification: await verificationOfJob(writer, run.jobId),
      job: await getJob(jobKinds, writer, run.jobId),
    };
  },
});

export const agentReportRoute = defineRoute({
  method: "POST",
  path: "/api/v1/agent-reports",
  tag: "Servers' own",
  summary: "A server's agent tells how its backups stand",
  description: "Carries the token that the server was given with its backup settings.",
  auth: "none",
  body: agentReportSchema,
  errors: ["unauthenticated"],
  withoutIdempotencyKey:
    "Asked by a server's agent: a report says how things stand, and the same one twice says it twice.",
  bodyLimitBytes: 512 * 1024,
  rateLimit: { capacity: 2000, perMinute: 2000 },
  success: { status: 204, schema: null, description: "Taken" },
  handler: async ({ request, body }) => {
    await recordReport(bearerToken(request), body);
    return new Response(null, { status: 204 });
  },
});

export const backupRoutes = [
  listBackupsRoute,
  createBackupRoute,
  backupOverviewRoute,
  changePolicyRoute,
  createVerificationRoute,
  agentReportRoute,
];
