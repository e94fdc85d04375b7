import { buildOpenApi } from "@/lib/api/openapi";
import { env } from "@/lib/env";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { allRoutes } from "./all-routes";

/** The OpenAPI document of this installation, as programs and people read it. */
export const apiDocument = () =>
  buildOpenApi(allRoutes, env().APP_URL, { JobKind: Object.keys(jobKinds).sort() });
