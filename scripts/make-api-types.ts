import { writeFileSync } from "node:fs";
import { routesOfPages } from "@/app/api/v1/_routes/all-routes";
import { buildOpenApi } from "@/lib/api/openapi";
import { apiTypes } from "./api-types";

/** `npm run make-api-types`: the types of the API's client, from the definitions of its routes. */
writeFileSync("lib/api-types.ts", apiTypes(buildOpenApi(routesOfPages, "")));
