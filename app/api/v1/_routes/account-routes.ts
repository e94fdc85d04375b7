import { z } from "zod";
import { meSchema, sessionViewSchema } from "@/lib/account/account-schemas";
import { getMe } from "@/lib/account/get-me";
import { listSessions } from "@/lib/account/list-sessions";
import { revokeSession } from "@/lib/account/revoke-session";
import { defineRoute } from "@/lib/api/define-route";
import { idSchema } from "@/lib/ids";

const tag = "Account";

export const getMeRoute = defineRoute({
  method: "GET",
  path: "/api/v1/me",
  tag,
  summary: "Who is signed in",
  auth: "required",
  success: { status: 200, schema: meSchema, description: "The person and the team they act for" },
  handler: ({ actor }) => getMe(actor),
});

export const listSessionsRoute = defineRoute({
  method: "GET",
  path: "/api/v1/sessions",
  tag,
  summary: "Where the person is signed in",
  auth: "required",
  success: {
    status: 200,
    schema: z.object({ items: z.array(sessionViewSchema) }),
    description: "The present one first",
  },
  handler: async ({ actor }) => ({ items: await listSessions(actor) }),
});

export const revokeSessionRoute = defineRoute({
  method: "DELETE",
  path: "/api/v1/sessions/{id}",
  tag,
  summary: "End a session",
  description: 'The id, or "others" for all but the present one.',
  auth: "required",
  params: z.object({ id: z.union([idSchema("session"), z.literal("others")]) }),
  success: { status: 204, schema: null, description: "Ended" },
  handler: async ({ actor, params }) => {
    await revokeSession(actor, params.id);
    return undefined as never;
  },
});

export const accountRoutes = [getMeRoute, listSessionsRoute, revokeSessionRoute];
