import { createBackupRoute, listBackupsRoute } from "@/app/api/v1/_routes/backup-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(listBackupsRoute);
export const POST = handle(createBackupRoute);
