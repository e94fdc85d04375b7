import { getDrillRoute } from "@/app/api/v1/_routes/drill-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(getDrillRoute);
