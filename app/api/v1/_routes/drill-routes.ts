import { z } from "zod";
import { dispatchJob } from "@/inngest/dispatch-job";
import { defineRoute } from "@/lib/api/define-route";
import {
  createDrillSchema,
  drillListSchema,
  drillReportSchema,
  drillViewSchema,
} from "@/lib/drill/drill-schemas";
import { getDrill, listDrills } from "@/lib/drill/list-drills";
import { requestDrill } from "@/lib/drill/request-drill";
import { AppError } from "@/lib/errors";
import { idSchema } from "@/lib/ids";
import { getJob } from "@/lib/job/get-job";
import { jobViewSchema } from "@/lib/job/job-schemas";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { answerTo } from "./answer-to";

const tag = "Drills";
const serverParams = z.object({ id: idSchema("server") });
const drillAndJobSchema = z
  .object({ drill: drillViewSchema, job: jobViewSchema })
  .meta({ id: "DrillAndJob" });
const drillParams = z.object({ id: idSchema("drill") });

export const listDrillsRoute = defineRoute({
  method: "GET",
  path: "/api/v1/servers/{id}/drills",
  tag,
  summary: "List a server's drills",
  auth: "required",
  params: serverParams,
  query: z.object({ cursor: idSchema("drill").optional() }),
  success: { status: 200, schema: drillListSchema, description: "The drills, newest first" },
  handler: ({ actor, params, query }) => listDrills(actor, params.id, query),
});

export const createDrillRoute = defineRoute({
  method: "POST",
  path: "/api/v1/servers/{id}/drills",
  tag,
  summary: "Rehearse a recovery",
  description:
    "Restores off-site data into a throw-away instance, probes it, measures, tears it down, reports.",
  auth: "required",
  params: serverParams,
  body: createDrillSchema,
  errors: ["action_not_allowed", "job_live"],
  rateLimit: { capacity: 5, perMinute: 2 },
  success: { status: 202, schema: drillAndJobSchema, description: "Under way" },
  handler: async ({ actor, params, body }) => {
    const { drillId, run } = await requestDrill(actor, params.id, body.scenario);
    await dispatchJob("drill", run);
    const writer = answerTo(actor);
    return { drill: await getDrill(writer, drillId), job: await getJob(jobKinds, writer, run.jobId) };
  },
});

export const getDrillRoute = defineRoute({
  method: "GET",
  path: "/api/v1/drills/{id}",
  tag,
  summary: "A drill with its report",
  auth: "required",
  params: drillParams,
  success: { status: 200, schema: drillViewSchema, description: "The drill" },
  handler: ({ actor, params }) => getDrill(actor, params.id),
});

export const drillReportRoute = defineRoute({
  method: "GET",
  path: "/api/v1/drills/{id}/report",
  tag,
  summary: "A drill's report as a file",
  auth: "required",
  params: drillParams,
  success: { status: 200, schema: drillReportSchema, description: "JSON to keep", file: true },
  handler: async ({ actor, params }) => {
    const { report } = await getDrill(actor, params.id);
    if (!report) throw new AppError("not_found", { public: "This drill has not ended yet." });
    const name = `dr-drill-${report.finishedAt.slice(0, 10).replaceAll("-", "")}.json`;
    return new Response(`${JSON.stringify(report, null, 2)}\n`, {
      headers: {
        "content-type": "application/json",
        "content-disposition": `attachment; filename="${name}"`,
      },
    });
  },
});

export const drillRoutes = [listDrillsRoute, createDrillRoute, getDrillRoute, drillReportRoute];
