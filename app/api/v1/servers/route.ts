import { createServerRoute, listServersRoute } from "@/app/api/v1/_routes/server-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(listServersRoute);
export const POST = handle(createServerRoute);
