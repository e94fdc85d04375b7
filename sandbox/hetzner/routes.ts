import type { RouteCall } from "@/sandbox/routes";
import { getAction, listActionsById, listActionsOf } from "./action-routes";
import { createServer } from "./create-server";
import { dataCenterView } from "./data-centers";
import { notFound } from "./errors";
import {
  applyToResources,
  createFirewall,
  deleteFirewall,
  getFirewall,
  listFirewalls,
  removeFromResources,
  setRules,
  updateFirewall,
} from "./firewalls";
import type { Hetzner } from "./hetzner";
import { deleteImage, getImage, listImages, updateImage } from "./images";
import { findLocation, locations } from "./locations";
import { listAnswer } from "./paginate";
import { pricing } from "./prices";
import { deletePrimaryIp, getPrimaryIp, listPrimaryIps, updatePrimaryIp } from "./primary-ips";
import { startServerAction } from "./server-actions";
import { serverTypeView } from "./server-type-view";
import { findServerType, serverTypes } from "./server-types";
import { deleteServer, getServer, listServers, updateServer } from "./servers";
import { createSshKey, deleteSshKey, getSshKey, listSshKeys, updateSshKey } from "./ssh-keys";

/** `named` is the provider-specific effect of a fault that struck this call. */
type Route = (hetzner: Hetzner, call: RouteCall, named: string | null) => Response | Promise<Response>;

const outcomeOf = (named: string | null) =>
  named === "action_fails" || named === "action_stuck" ? named : null;

/** Every call of the API that the sandbox answers; the patterns are the operations' names in faults. */
export const routes: [pattern: string, route: Route][] = [
  ["GET /servers", (h, { url }) => listServers(h, url.searchParams)],
  ["POST /servers", (h, { request }, named) => createServer(h, request, outcomeOf(named))],
  ["GET /servers/:id", (h, { param }) => getServer(h, param("id"))],
  ["PUT /servers/:id", (h, { param, request }) => updateServer(h, param("id"), request)],
  ["DELETE /servers/:id", (h, { param }) => deleteServer(h, param("id"))],
  [
    "GET /servers/:id/actions",
    (h, { param, url }) => listActionsOf(h, "server", param("id"), url.searchParams),
  ],
  ["GET /servers/:id/actions/:actionId", (h, { param }) => getAction(h, param("actionId"))],
  [
    "POST /servers/:id/actions/:name",
    (h, { param, request }, named) =>
      startServerAction(h, param("id"), param("name"), request, outcomeOf(named)),
  ],
  ["GET /actions", (h, { url }) => listActionsById(h, url.searchParams)],
  ["GET /actions/:id", (h, { param }) => getAction(h, param("id"))],
  ["GET /ssh_keys", (h, { url }) => listSshKeys(h, url.searchParams)],
  ["POST /ssh_keys", (h, { request }) => createSshKey(h, request)],
  ["GET /ssh_keys/:id", (h, { param }) => getSshKey(h, param("id"))],
  ["PUT /ssh_keys/:id", (h, { param, request }) => updateSshKey(h, param("id"), request)],
  ["DELETE /ssh_keys/:id", (h, { param }) => deleteSshKey(h, param("id"))],
  ["GET /firewalls", (h, { url }) => listFirewalls(h, url.searchParams)],
  ["POST /firewalls", (h, { request }) => createFirewall(h, request)],
  ["GET /firewalls/:id", (h, { param }) => getFirewall(h, param("id"))],
  ["PUT /firewalls/:id", (h, { param, request }) => updateFirewall(h, param("id"), request)],
  ["DELETE /firewalls/:id", (h, { param }) => deleteFirewall(h, param("id"))],
  [
    "GET /firewalls/:id/actions",
    (h, { param, url }) => listActionsOf(h, "firewall", param("id"), url.searchParams),
  ],
  ["POST /firewalls/:id/actions/set_rules", (h, { param, request }) => setRules(h, param("id"), request)],
  [
    "POST /firewalls/:id/actions/apply_to_resources",
    (h, { param, request }) => applyToResources(h, param("id"), request),
  ],
  [
    "POST /firewalls/:id/actions/remove_from_resources",
    (h, { param, request }) => removeFromResources(h, param("id"), request),
  ],
  ["GET /images", (h, { url }) => listImages(h, url.searchParams)],
  ["GET /images/:id", (h, { param }) => getImage(h, param("id"))],
  ["PUT /images/:id", (h, { param, request }) => updateImage(h, param("id"), request)],
  ["DELETE /images/:id", (h, { param }) => deleteImage(h, param("id"))],
  ["GET /primary_ips", (h, { url }) => listPrimaryIps(h, url.searchParams)],
  ["GET /primary_ips/:id", (h, { param }) => getPrimaryIp(h, param("id"))],
  ["PUT /primary_ips/:id", (h, { param, request }) => updatePrimaryIp(h, param("id"), request)],
  ["DELETE /primary_ips/:id", (h, { param }) => deletePrimaryIp(h, param("id"))],
  ["GET /volumes", (_h, { url }) => listAnswer("volumes", [], url.searchParams)],
  ["GET /isos", (_h, { url }) => listAnswer("isos", [], url.searchParams)],
  [
    "GET /locations",
    (_h, { url }) =>
      listAnswer(
        "locations",
        locations.map(({ view }) => view),
        url.searchParams,
      ),
  ],
  [
    "GET /locations/:id",
    (_h, { param }) => {
      const location = findLocation(param("id"));
      if (!location) throw notFound("location", param("id"));
      return Response.json({ location: location.view });
    },
  ],
  ["GET /datacenters", (_h, { url }) => listDataCenters(url.searchParams)],
  [
    "GET /datacenters/:id",
    (_h, { param }) => {
      const location = locations.find(({ dataCenter }) => String(dataCenter.id) === param("id"));
      if (!location) throw notFound("datacenter", param("id"));
      return Response.json({ datacenter: dataCenterView(location) });
    },
  ],
  [
    "GET /server_types",
    (_h, { url }) => listAnswer("server_types", serverTypes.map(serverTypeView), url.searchParams),
  ],
  [
    "GET /server_types/:id",
    (_h, { param }) => {
      const type = findServerType(param("id"));
      if (!type) throw notFound("server_type", param("id"));
      return Response.json({ server_type: serverTypeView(type) });
    },
  ],
  ["GET /pricing", () => Response.json({ pricing: pricing() })],
];

async function listDataCenters(query: URLSearchParams): Promise<Response> {
  const answer = await listAnswer("datacenters", locations.map(dataCenterView), query).json();
  return Response.json({ ...answer, recommendation: locations[0]?.dataCenter.id });
}
