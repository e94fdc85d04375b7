import { restartServicesRoute } from "@/app/api/v1/_routes/server-routes";
import { handle } from "@/lib/api/handle";

export const POST = handle(restartServicesRoute);
