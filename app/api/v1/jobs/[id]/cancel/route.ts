import { cancelJobRoute } from "@/app/api/v1/_routes/job-routes";
import { handle } from "@/lib/api/handle";

export const POST = handle(cancelJobRoute);
