import { z } from "zod";
import { wakeJob } from "@/inngest/wake-job";
import { bearerToken } from "@/lib/api/bearer-token";
import { defineRoute } from "@/lib/api/define-route";
import { enrolServer } from "@/lib/server/enrol-server";
import { enrolmentSchema } from "@/lib/server/enrolment-schema";
import { reportProgress } from "@/lib/server/report-progress";

const tag = "Enrolment";

export const enrolServerRoute = defineRoute({
  method: "POST",
  path: "/api/v1/enrolments",
  tag,
  summary: "A new server reports its identity",
  description: "Authorised by the one-time token of its user_data. Called by `nself enrol`.",
  auth: "none",
  body: enrolmentSchema,
  errors: ["unauthenticated", "link_spent"],
  withoutIdempotencyKey:
    "Asked by a new server: its one-time token is the key, and the same identity again is answered the same.",
  rateLimit: { capacity: 600, perMinute: 600 },
  success: { status: 200, schema: z.object({ hostKeyFingerprint: z.string() }), description: "Pinned" },
  handler: async ({ body, request }) => {
    const { jobId, hostKeyFingerprint } = await enrolServer(bearerToken(request), body);
    if (jobId) await wakeJob(jobId);
    return { hostKeyFingerprint };
  },
});

export const reportProgressRoute = defineRoute({
  method: "POST",
  path: "/api/v1/enrolments/progress",
  tag,
  summary: "A new server tells what it is doing",
  auth: "none",
  errors: ["unauthenticated"],
  withoutIdempotencyKey: "Asked by a new server, for a line in its log.",
  body: z.object({ serverId: z.string().max(60), message: z.string().max(2000) }),
  rateLimit: { capacity: 1200, perMinute: 1200 },
  success: { status: 204, schema: null, description: "Noted" },
  handler: async ({ body, request }) => {
    await reportProgress(bearerToken(request), body);
    return undefined as never;
  },
});

export const enrolmentRoutes = [enrolServerRoute, reportProgressRoute];
