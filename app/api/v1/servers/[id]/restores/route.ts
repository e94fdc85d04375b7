import { createRestoreRoute, listRestoresRoute } from "@/app/api/v1/_routes/restore-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(listRestoresRoute);
export const POST = handle(createRestoreRoute);
