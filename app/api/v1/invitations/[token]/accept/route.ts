import { acceptInvitationRoute } from "@/app/api/v1/_routes/team-routes";
import { handle } from "@/lib/api/handle";

export const POST = handle(acceptInvitationRoute);
