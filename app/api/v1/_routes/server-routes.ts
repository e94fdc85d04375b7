import { z } from "zod";
import { dispatchJob } from "@/inngest/dispatch-job";
import { wakeJob } from "@/inngest/wake-job";
import { defineRoute } from "@/lib/api/define-route";
import { idSchema } from "@/lib/ids";
import { getJob } from "@/lib/job/get-job";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { createServer } from "@/lib/server/create-server";
import { deleteServer } from "@/lib/server/delete-server";
import { getServer } from "@/lib/server/get-server";
import { listServers } from "@/lib/server/list-servers";
import { loadServer } from "@/lib/server/load-server";
import { requestRestart } from "@/lib/server/request-restart";
import { resendWelcome } from "@/lib/server/resend-welcome";
import {
  createServerSchema,
  restartSchema,
  serverAndJobSchema,
  serverDetailSchema,
  serverPageSchema,
} from "@/lib/server/server-schemas";
import { serverView } from "@/lib/server/server-view";
import { answerTo } from "./answer-to";

const tag = "Servers";
const serverParams = z.object({ id: idSchema("server") });

export const listServersRoute = defineRoute({
  method: "GET",
  path: "/api/v1/servers",
  tag,
  summary: "List servers",
  auth: "required",
  query: z.object({ cursor: idSchema("server").optional() }),
  success: {
    status: 200,
    schema: serverPageSchema,
    description: "The team's servers, newest first",
  },
  handler: ({ actor, query }) => listServers(actor, query),
});

export const createServerRoute = defineRoute({
  method: "POST",
  path: "/api/v1/servers",
  tag,
  summary: "Order a server",
  description:
    "Answers at once; follow the job. Send an Idempotency-Key, and a repeated order is the same order.",
  auth: "required",
  body: createServerSchema,
  errors: ["subdomain_taken", "provider_unavailable", "provider_throttled"],
  rateLimit: { capacity: 60, perMinute: 60 },
  success: { status: 202, schema: serverAndJobSchema, description: "Ordered" },
  handler: async ({ actor, body }) => {
    const { serverId, job } = await createServer(actor, body);
    await dispatchJob("provision", { jobId: job.id, epoch: job.epoch });
    const writer = answerTo(actor);
    return {
      server: serverView(await loadServer(writer, serverId)),
      job: await getJob(jobKinds, writer, job.id),
    };
  },
});

export const getServerRoute = defineRoute({
  method: "GET",
  path: "/api/v1/servers/{id}",
  tag,
  summary: "A server",
  auth: "required",
  params: serverParams,
  success: { status: 200, schema: serverDetailSchema, description: "The server" },
  handler: ({ actor, params }) => getServer(actor, params.id),
});

export const deleteServerRoute = defineRoute({
  method: "DELETE",
  path: "/api/v1/servers/{id}",
  tag,
  summary: "Delete a server",
  description:
    "Deletes the machine, its provider backups, its DNS records and keys. `confirm` is the server's name.",
  auth: "required",
  params: serverParams,
  body: z.object({ confirm: z.string().describe("the server's name, typed") }),
  errors: ["action_not_allowed", "job_live"],
  success: { status: 202, schema: serverAndJobSchema, description: "Under way; the job ends with a receipt" },
  handler: async ({ actor, params, body }) => {
    const deletion = await deleteServer(actor, params.id, body.confirm);
    if (deletion.dispatch) await dispatchJob(deletion.kind, deletion.dispatch);
    else await wakeJob(deletion.jobId);
    const writer = answerTo(actor);
    return {
      server: serverView(await loadServer(writer, params.id)),
      job: await getJob(jobKinds, writer, deletion.jobId),
    };
  },
});

export const restartServicesRoute = defineRoute({
  method: "POST",
  path: "/api/v1/servers/{id}/restarts",
  tag,
  summary: "Restart a service, or all",
  description: "Each is ended cleanly and started again; the job says how long it was away.",
  auth: "required",
  params: serverParams,
  body: restartSchema,
  errors: ["action_not_allowed", "job_live"],
  rateLimit: { capacity: 10, perMinute: 5 },
  success: { status: 202, schema: serverAndJobSchema, description: "Under way" },
  handler: async ({ actor, params, body }) => {
    const run = await requestRestart(actor, params.id, body);
    await dispatchJob("restart_service", run);
    const writer = answerTo(actor);
    return {
      server: serverView(await loadServer(writer, params.id)),
      job: await getJob(jobKinds, writer, run.jobId),
    };
  },
});

export const resendWelcomeRoute = defineRoute({
  method: "POST",
  path: "/api/v1/servers/{id}/welcome-mails",
  tag,
  summary: "Send the welcome mail again",
  description:
    "With a fresh one-time link, to the person who asks; for an API token, to who ordered the server. Earlier links end.",
  auth: "required",
  params: serverParams,
  errors: ["action_not_allowed", "machine_unreachable", "mail_refused"],
  rateLimit: { capacity: 5, perMinute: 2 },
  success: { status: 202, schema: z.object({ sentTo: z.string() }), description: "On its way" },
  handler: ({ actor, params }) => resendWelcome(actor, params.id),
});

export const serverRoutes = [
  listServersRoute,
  createServerRoute,
  getServerRoute,
  deleteServerRoute,
  resendWelcomeRoute,
  restartServicesRoute,
];
