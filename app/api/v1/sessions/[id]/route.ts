import { revokeSessionRoute } from "@/app/api/v1/_routes/account-routes";
import { handle } from "@/lib/api/handle";

export const DELETE = handle(revokeSessionRoute);
