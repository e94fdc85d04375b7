import { z } from "zod";
import { defineRoute } from "@/lib/api/define-route";
import { activityPageSchema } from "@/lib/audit/audit-schemas";
import { listActivity } from "@/lib/audit/list-activity";
import { idSchema } from "@/lib/ids";
import { loadServer } from "@/lib/server/load-server";

const tag = "Activity";
const query = z.object({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, "not a cursor")
    .transform(Number)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
const success = { status: 200 as const, schema: activityPageSchema, description: "Newest first" };

export const listActivityRoute = defineRoute({
  method: "GET",
  path: "/api/v1/activity",
  tag,
  summary: "What happened in the team",
  auth: "required",
  query,
  success,
  handler: ({ actor, query }) => listActivity(actor, query),
});

export const listServerActivityRoute = defineRoute({
  method: "GET",
  path: "/api/v1/servers/{id}/activity",
  tag,
  summary: "What happened to a server",
  auth: "required",
  params: z.object({ id: idSchema("server") }),
  query,
  success,
  handler: async ({ actor, params, query }) => {
    const server = await loadServer(actor, params.id);
    return await listActivity(actor, { ...query, serverId: server.id });
  },
});

export const activityRoutes = [listActivityRoute, listServerActivityRoute];
