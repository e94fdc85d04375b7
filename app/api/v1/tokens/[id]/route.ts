import { revokeTokenRoute } from "@/app/api/v1/_routes/token-routes";
import { handle } from "@/lib/api/handle";

export const DELETE = handle(revokeTokenRoute);
