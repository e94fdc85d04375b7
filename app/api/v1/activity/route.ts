import { listActivityRoute } from "@/app/api/v1/_routes/activity-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(listActivityRoute);
