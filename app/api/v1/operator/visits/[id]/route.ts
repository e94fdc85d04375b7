import { endVisitRoute } from "@/app/api/v1/_routes/operator-routes";
import { handle } from "@/lib/api/handle";

export const DELETE = handle(endVisitRoute);
