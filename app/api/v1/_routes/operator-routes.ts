import { z } from "zod";
import { defineRoute } from "@/lib/api/define-route";
import { idSchema } from "@/lib/ids";
import { endVisit } from "@/lib/operator/end-visit";
import { findCustomers } from "@/lib/operator/find-customers";
import { customerListSchema, startVisitSchema, visitViewSchema } from "@/lib/operator/operator-schemas";
import { startVisit } from "@/lib/operator/start-visit";

const tag = "Operators";

export const findCustomersRoute = defineRoute({
  method: "GET",
  path: "/api/v1/operator/customers",
  tag,
  summary: "Find a team by what a customer tells",
  auth: "required",
  query: z.object({ words: z.string().trim().min(2, "Type at least two characters.").max(100) }),
  rateLimit: { capacity: 30, perMinute: 60 },
  success: { status: 200, schema: customerListSchema, description: "The first ten teams" },
  handler: ({ actor, query }) => findCustomers(actor, query.words),
});

export const startVisitRoute = defineRoute({
  method: "POST",
  path: "/api/v1/operator/visits",
  tag,
  summary: "Visit a customer's team",
  description: "Until it ends, the session may help in the team that X-Team-Id (or the team's cookie) names.",
  auth: "required",
  body: startVisitSchema,
  rateLimit: { capacity: 20, perMinute: 10 },
  success: { status: 201, schema: visitViewSchema, description: "The visit" },
  handler: ({ actor, body }) => startVisit(actor, body),
});

export const endVisitRoute = defineRoute({
  method: "DELETE",
  path: "/api/v1/operator/visits/{id}",
  tag,
  summary: "End a visit",
  auth: "required",
  params: z.object({ id: idSchema("visit") }),
  success: { status: 204, schema: null, description: "Ended" },
  handler: async ({ actor, params }) => {
    await endVisit(actor, params.id);
    return undefined as never;
  },
});

/** For our own pages: not in the document of the public API. */
export const operatorRoutes = [findCustomersRoute, startVisitRoute, endVisitRoute];
