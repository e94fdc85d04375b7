import { allRoutes } from "@/app/api/v1/_routes/all-routes";
import { buildOpenApi } from "@/lib/api/openapi";
import { env } from "@/lib/env";

export function GET(): Response {
  return Response.json(buildOpenApi(allRoutes, env().APP_URL), {
    headers: { "cache-control": "public, max-age=60" },
  });
}
