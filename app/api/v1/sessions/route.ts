import { listSessionsRoute } from "@/app/api/v1/_routes/account-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(listSessionsRoute);
