import { z } from "zod";
import { permissions, roles } from "@/lib/access/permissions";
import { visitViewSchema } from "@/lib/operator/operator-schemas";

const isoTime = z.iso.datetime({ offset: true });
const teamOfMine = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) });

export const meSchema = z
  .object({
    user: z.object({ id: z.string(), name: z.string().nullable(), email: z.string() }),
    sessionId: z.string(),
    team: teamOfMine.extend({ role: z.enum([...roles, "operator"]) }),
    teams: z.array(teamOfMine),
    permissions: z.array(z.enum(permissions)),
    operator: z.boolean().describe("one of our staff"),
    visit: visitViewSchema.nullable().describe("the operator's visit to this team"),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof meSchema>;

export const sessionViewSchema = z
  .object({
    id: z.string(),
    current: z.boolean(),
    createdAt: isoTime,
    lastSeenAt: isoTime,
    expires: isoTime,
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof sessionViewSchema>;
