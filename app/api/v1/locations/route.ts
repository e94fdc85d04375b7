import { listLocationsRoute } from "@/app/api/v1/_routes/catalogue-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(listLocationsRoute);
