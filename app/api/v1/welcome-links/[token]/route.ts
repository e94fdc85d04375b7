import { readWelcomeLinkRoute } from "@/app/api/v1/_routes/welcome-routes";
import { handle } from "@/lib/api/handle";

export const GET = handle(readWelcomeLinkRoute);
