import { changeMemberRoute, removeMemberRoute } from "@/app/api/v1/_routes/team-routes";
import { handle } from "@/lib/api/handle";

export const PATCH = handle(changeMemberRoute);
export const DELETE = handle(removeMemberRoute);
