import { expect, test } from "vitest";
import { findRoute, reservedLabels, routeHosts, stackRoutes } from "./routes";
import { stackServices } from "./services";
import { everything, plain } from "./test-stacks";

const routes = stackRoutes(everything);
const find = (host: string) => findRoute(routes, everything.domain, host);

test("every host of the table belongs to one route", () => {
  const hosts = routes.flatMap((route) => routeHosts(route, everything.domain));
  expect(new Set(hosts).size).toBe(hosts.length);
});

test("every route leads to a service that the stack runs", () => {
  const names = stackServices(everything).map((service) => service.name);
  for (const route of routes) expect(names).toContain(route.service);
});

test("no plugin can take a label of the stack's own", () => {
  const own = stackRoutes({ ...everything, plugins: [] }).flatMap((route) => [
    route.label ?? "",
    ...route.aliases,
  ]);
  for (const label of own) expect(reservedLabels).toContain(label);
});

test.each([
  ["api.acme.cloud.nself.org", "hasura"],
  ["API.acme.cloud.nself.org:8443", "hasura"],
  ["grafana.acme.cloud.nself.org", "grafana"],
  ["notify.acme.cloud.nself.org", "plugin-notify"],
])("%s leads to %s", (host, service) => {
  expect(find(host)).toMatchObject({ service });
});

test.each(["acme.cloud.nself.org.evil.com", "evil.com", "xacme.cloud.nself.org", ""])(
  "%s is not ours",
  (host) => {
    expect(find(host)).toBe("outside");
  },
);

test("a host of ours that no service claims has no route", () => {
  expect(find("nobody.acme.cloud.nself.org")).toBeNull();
  expect(findRoute(stackRoutes(plain), plain.domain, "storage.acme.cloud.nself.org")).toBeNull();
});
