import { z } from "zod";
import { defineRoute } from "@/lib/api/define-route";
import { idSchema } from "@/lib/ids";
import { createToken } from "@/lib/team/create-token";
import { listTokens } from "@/lib/team/list-tokens";
import { revokeToken } from "@/lib/team/revoke-token";
import { createdTokenSchema, createTokenSchema, tokenViewSchema } from "@/lib/team/team-schemas";

const tag = "API tokens";

export const listTokensRoute = defineRoute({
  method: "GET",
  path: "/api/v1/tokens",
  tag,
  summary: "API tokens",
  auth: "required",
  success: {
    status: 200,
    schema: z.object({ items: z.array(tokenViewSchema) }),
    description: "Without their text",
  },
  handler: async ({ actor }) => ({ items: await listTokens(actor) }),
});

export const createTokenRoute = defineRoute({
  method: "POST",
  path: "/api/v1/tokens",
  tag,
  summary: "Make an API token",
  description:
    "Its text is in this answer only: a repeat with the same Idempotency-Key is answered without it.",
  auth: "required",
  body: createTokenSchema,
  toldOnce: ["token"],
  rateLimit: { capacity: 20, perMinute: 10 },
  success: { status: 201, schema: createdTokenSchema, description: "Made; shown once" },
  handler: ({ actor, body }) => createToken(actor, body),
});

export const revokeTokenRoute = defineRoute({
  method: "DELETE",
  path: "/api/v1/tokens/{id}",
  tag,
  summary: "Revoke an API token",
  auth: "required",
  params: z.object({ id: idSchema("apiToken") }),
  success: { status: 204, schema: null, description: "Refused from now on" },
  handler: async ({ actor, params }) => {
    await revokeToken(actor, params.id);
    return undefined as never;
  },
});

export const tokenRoutes = [listTokensRoute, createTokenRoute, revokeTokenRoute];
