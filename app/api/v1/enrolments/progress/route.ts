import { reportProgressRoute } from "@/app/api/v1/_routes/enrolment-routes";
import { handle } from "@/lib/api/handle";

export const POST = handle(reportProgressRoute);
