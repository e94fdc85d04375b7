import { z } from "zod";
import { defineRoute } from "@/lib/api/define-route";
import { listPlugins } from "@/lib/plugin/list-plugins";
import { pluginViewSchema } from "@/lib/plugin/plugin-schemas";
import { checkSubdomain } from "@/lib/server/check-subdomain";
import { listLocations } from "@/lib/server/list-locations";
import { listServerTypes } from "@/lib/server/list-server-types";
import { locationSchema, serverTypeSchema, subdomainAnswerSchema } from "@/lib/server/server-schemas";

const tag = "Catalogue";

export const listLocationsRoute = defineRoute({
  method: "GET",
  path: "/api/v1/locations",
  tag,
  summary: "Locations",
  auth: "required",
  success: {
    status: 200,
    schema: z.object({ items: z.array(locationSchema) }),
    description: "Live from the provider",
  },
  handler: async ({ actor }) => ({ items: await listLocations(actor) }),
});

export const listServerTypesRoute = defineRoute({
  method: "GET",
  path: "/api/v1/server-types",
  tag,
  summary: "Server types with price and availability",
  auth: "required",
  success: {
    status: 200,
    schema: z.object({ items: z.array(serverTypeSchema) }),
    description: "Live from the provider",
  },
  handler: async ({ actor }) => ({ items: await listServerTypes(actor) }),
});

export const checkSubdomainRoute = defineRoute({
  method: "GET",
  path: "/api/v1/subdomains/{name}",
  tag,
  summary: "Whether a subdomain is free",
  auth: "required",
  params: z.object({ name: z.string().max(200) }),
  success: { status: 200, schema: subdomainAnswerSchema, description: "Free, or why not" },
  handler: ({ actor, params }) => checkSubdomain(actor, params.name),
});

export const listPluginsRoute = defineRoute({
  method: "GET",
  path: "/api/v1/plugins",
  tag,
  summary: "Plugins",
  auth: "required",
  success: {
    status: 200,
    schema: z.object({ items: z.array(pluginViewSchema) }),
    description: "The catalogue",
  },
  handler: async ({ actor }) => ({ items: await listPlugins(actor) }),
});

export const catalogueRoutes = [
  listLocationsRoute,
  listServerTypesRoute,
  checkSubdomainRoute,
  listPluginsRoute,
];
