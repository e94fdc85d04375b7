import { getProvisionStatusRoute } from "@/app/api/v1/_routes/job-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(getProvisionStatusRoute);
