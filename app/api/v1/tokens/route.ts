import { createTokenRoute, listTokensRoute } from "@/app/api/v1/_routes/token-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(listTokensRoute);
export const POST = handle(createTokenRoute);
