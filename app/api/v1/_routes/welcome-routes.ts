import { z } from "zod";
import { defineRoute } from "@/lib/api/define-route";
import { welcomeCredentialsSchema } from "@/lib/server/server-schemas";
import { openWelcomeLink, readWelcomeLink } from "@/lib/server/welcome-link";

const tag = "Welcome";
const params = z.object({ token: z.string().min(20).max(200) });
const rateLimit = { capacity: 20, perMinute: 20 };

export const readWelcomeLinkRoute = defineRoute({
  method: "GET",
  path: "/api/v1/welcome-links/{token}",
  tag,
  summary: "Whether a welcome link can be opened",
  description: "Spends nothing.",
  auth: "none",
  params,
  rateLimit,
  success: {
    status: 200,
    schema: z.object({
      serverName: z.string(),
      state: z.enum(["ready", "opened", "expired"]),
      expiresAt: z.iso.datetime({ offset: true }),
    }),
    description: "Its state",
  },
  handler: ({ params }) => readWelcomeLink(params.token),
});

export const openWelcomeLinkRoute = defineRoute({
  method: "POST",
  path: "/api/v1/welcome-links/{token}/open",
  tag,
  summary: "Open a welcome link",
  description: "Shows the admin credentials, once.",
  auth: "none",
  errors: ["link_spent"],
  withoutIdempotencyKey:
    "The link is the key: it opens once, and the credentials of its answer are kept nowhere.",
  params,
  rateLimit,
  success: { status: 200, schema: welcomeCredentialsSchema, description: "The credentials" },
  handler: ({ params }) => openWelcomeLink(params.token),
});

export const welcomeRoutes = [readWelcomeLinkRoute, openWelcomeLinkRoute];
