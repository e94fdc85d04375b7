import { agentReportRoute } from "@/app/api/v1/_routes/backup-routes";
import { handle } from "@/lib/api/handle";

export const POST = handle(agentReportRoute);
