import { z } from "zod";
import { roles } from "@/lib/access/permissions";
import { defineRoute } from "@/lib/api/define-route";
import { idSchema } from "@/lib/ids";
import { acceptInvitation, readInvitation } from "@/lib/team/accept-invitation";
import { changeMember } from "@/lib/team/change-member";
import { createTeam } from "@/lib/team/create-team";
import { getTeam } from "@/lib/team/get-team";
import { inviteMember } from "@/lib/team/invite-member";
import { renameTeam } from "@/lib/team/rename-team";
import { revokeInvitation } from "@/lib/team/revoke-invitation";
import {
  invitationViewSchema,
  inviteSchema,
  roleSchema,
  teamNameSchema,
  teamViewSchema,
} from "@/lib/team/team-schemas";

const tag = "Team";
const memberParams = z.object({ id: idSchema("membership") });
const tokenParams = z.object({ token: z.string().min(20).max(200) });
const noContent = { status: 204 as const, schema: null, description: "Done" };

export const getTeamRoute = defineRoute({
  method: "GET",
  path: "/api/v1/team",
  tag,
  summary: "The team",
  auth: "required",
  success: { status: 200, schema: teamViewSchema, description: "Members and open invitations" },
  handler: ({ actor }) => getTeam(actor),
});

export const renameTeamRoute = defineRoute({
  method: "PATCH",
  path: "/api/v1/team",
  tag,
  summary: "Rename the team",
  auth: "required",
  body: teamNameSchema,
  success: noContent,
  handler: async ({ actor, body }) => {
    await renameTeam(actor, body.name);
    return undefined as never;
  },
});

export const createTeamRoute = defineRoute({
  method: "POST",
  path: "/api/v1/teams",
  tag,
  summary: "Make a further team",
  auth: "required",
  body: teamNameSchema,
  rateLimit: { capacity: 10, perMinute: 2 },
  success: { status: 201, schema: z.object({ id: z.string(), name: z.string() }), description: "Made" },
  handler: ({ actor, body }) => createTeam(actor, body.name),
});

export const changeMemberRoute = defineRoute({
  method: "PATCH",
  path: "/api/v1/team/members/{id}",
  tag,
  summary: "Change a member's role",
  auth: "required",
  params: memberParams,
  body: roleSchema,
  errors: ["action_not_allowed"],
  success: noContent,
  handler: async ({ actor, params, body }) => {
    await changeMember(actor, params.id, body.role);
    return undefined as never;
  },
});

export const removeMemberRoute = defineRoute({
  method: "DELETE",
  path: "/api/v1/team/members/{id}",
  tag,
  summary: "Remove a member, or leave",
  auth: "required",
  errors: ["action_not_allowed"],
  params: memberParams,
  success: noContent,
  handler: async ({ actor, params }) => {
    await changeMember(actor, params.id, null);
    return undefined as never;
  },
});

export const inviteMemberRoute = defineRoute({
  method: "POST",
  path: "/api/v1/team/invitations",
  tag,
  summary: "Invite somebody",
  auth: "required",
  body: inviteSchema,
  errors: ["conflict", "mail_refused"],
  rateLimit: { capacity: 20, perMinute: 10 },
  success: { status: 201, schema: invitationViewSchema, description: "Mailed" },
  handler: ({ actor, body }) => inviteMember(actor, body),
});

export const revokeInvitationRoute = defineRoute({
  method: "DELETE",
  path: "/api/v1/team/invitations/{id}",
  tag,
  summary: "Withdraw an invitation",
  auth: "required",
  params: z.object({ id: idSchema("invitation") }),
  success: noContent,
  handler: async ({ actor, params }) => {
    await revokeInvitation(actor, params.id);
    return undefined as never;
  },
});

export const readInvitationRoute = defineRoute({
  method: "GET",
  path: "/api/v1/invitations/{token}",
  tag,
  summary: "What an invitation is for",
  auth: "none",
  params: tokenParams,
  rateLimit: { capacity: 20, perMinute: 20 },
  success: {
    status: 200,
    schema: z.object({
      teamName: z.string(),
      email: z.string(),
      role: z.enum(roles),
      state: z.enum(["open", "accepted", "expired"]),
    }),
    description: "Its state",
  },
  handler: ({ params }) => readInvitation(params.token),
});

export const acceptInvitationRoute = defineRoute({
  method: "POST",
  path: "/api/v1/invitations/{token}/accept",
  tag,
  summary: "Accept an invitation",
  auth: "required",
  errors: ["link_spent"],
  params: tokenParams,
  success: { status: 200, schema: z.object({ teamId: z.string() }), description: "Joined" },
  handler: ({ actor, params }) => acceptInvitation(actor, params.token),
});

export const teamRoutes = [
  getTeamRoute,
  renameTeamRoute,
  createTeamRoute,
  changeMemberRoute,
  removeMemberRoute,
  inviteMemberRoute,
  revokeInvitationRoute,
  readInvitationRoute,
  acceptInvitationRoute,
];
