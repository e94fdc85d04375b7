import { undoRestoreRoute } from "@/app/api/v1/_routes/restore-routes";
import { handle } from "@/lib/api/handle";

export const POST = handle(undoRestoreRoute);
