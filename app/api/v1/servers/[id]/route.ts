import { deleteServerRoute, getServerRoute } from "@/app/api/v1/_routes/server-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(getServerRoute);
export const DELETE = handle(deleteServerRoute);
