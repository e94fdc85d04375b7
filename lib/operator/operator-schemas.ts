import { z } from "zod";
import { roles } from "@/lib/access/permissions";
import { idSchema } from "@/lib/ids";
import { ServerStatus } from "@/prisma/client/enums";
import { reasonLength } from "./operator-rules";

const isoTime = z.iso.datetime({ offset: true });

const visitReasonSchema = z
  .string()
  .trim()
  .min(reasonLength.min, "Say why in at least 10 characters. The team reads it.")
  .max(reasonLength.max, "Use at most 500 characters.");

export const startVisitSchema = z
  .object({
    teamId: idSchema("team"),
    serverId: idSchema("server").optional().describe("where the visit begins, for the server's own activity"),
    reason: visitReasonSchema,
  })
  .meta({ id: "StartVisit" });

export const visitViewSchema = z
  .object({
    id: z.string(),
    teamId: z.string(),
    reason: z.string(),
    startedAt: isoTime,
    expiresAt: isoTime,
  })
  .meta({ id: "OperatorVisit" });
export type VisitView = z.infer<typeof visitViewSchema>;

export const customerSchema = z.object({
  team: z.object({ id: z.string(), name: z.string() }),
  mine: z.boolean().describe("the operator belongs to this team, and needs no visit"),
  members: z.array(z.object({ email: z.string(), role: z.enum(roles) })),
  servers: z.array(
    z.object({ id: z.string(), name: z.string(), domain: z.string(), status: z.enum(ServerStatus) }),
  ),
});
export type Customer = z.infer<typeof customerSchema>;

/** The first few only: an operator who sees too many asks more exactly. */
export const customerListSchema = z.object({ items: z.array(customerSchema), more: z.boolean() });
export type CustomerList = z.infer<typeof customerListSchema>;
