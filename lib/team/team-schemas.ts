import { z } from "zod";
import { permissions, roles } from "@/lib/access/permissions";

const isoTime = z.iso.datetime({ offset: true });

export const teamNameSchema = z.object({ name: z.string().trim().min(1, "Give the team a name.").max(60) });
export const roleSchema = z.object({ role: z.enum(roles) });
export const inviteSchema = z.object({ email: z.email("Enter an e-mail address."), role: z.enum(roles) });

export const invitationViewSchema = z
  .object({ id: z.string(), email: z.string(), role: z.enum(roles), expiresAt: isoTime, createdAt: isoTime })
  .meta({ id: "Invitation" });
export type InvitationView = z.infer<typeof invitationViewSchema>;

export const teamViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    members: z.array(
      z.object({
        id: z.string(),
        userId: z.string(),
        name: z.string().nullable(),
        email: z.string(),
        role: z.enum(roles),
        createdAt: isoTime,
      }),
    ),
    invitations: z.array(invitationViewSchema),
  })
  .meta({ id: "Team" });
export type TeamView = z.infer<typeof teamViewSchema>;

export const createTokenSchema = z
  .object({
    name: z.string().trim().min(1, "Give the token a name.").max(60),
    scopes: z.array(z.enum(permissions)).min(1, "Choose at least one scope."),
    expiresInDays: z.number().int().min(1).max(365).optional(),
  })
  .meta({ id: "CreateToken" });

export const tokenViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().describe("the token's last four characters"),
    scopes: z.array(z.string()),
    createdAt: isoTime,
    expiresAt: isoTime.nullable(),
    lastUsedAt: isoTime.nullable(),
  })
  .meta({ id: "ApiToken" });
export type TokenView = z.infer<typeof tokenViewSchema>;

export const createdTokenSchema = tokenViewSchema
  .extend({
    token: z.string().nullable().describe("shown this once; null when the request is repeated under its key"),
  })
  .meta({ id: "CreatedApiToken" });
export type CreatedToken = z.infer<typeof createdTokenSchema>;
