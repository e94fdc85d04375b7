import type { PluginManifest } from "@/cli/contract/registry";
import { Failure } from "@/cli/lib/failure";
import { reservedLabels } from "@/lib/stack/routes";
import { stackServices } from "@/lib/stack/services";
import type { StackDescription } from "@/lib/stack/stack-description";

/**
 * Refuses a set of plugins that could not run together: two on one port or one route, or one on a port or label of the stack's own.
 * `stack` is the stack without plugins.
 */
export function checkConflicts(stack: StackDescription, plugins: PluginManifest[]): void {
  const ports = new Map<number, string>();
  for (const service of stackServices({ ...stack, plugins: [] })) {
    if (service.port > 0) ports.set(service.port, `the service ${service.name}`);
  }
  const routes = new Map<string, string>(reservedLabels.map((label) => [label, "the stack itself"]));
  for (const plugin of plugins) {
    const onPort = ports.get(plugin.port);
    if (onPort) {
      throw new Failure(
        "port_conflict",
        `${plugin.name} wants port ${plugin.port}, which belongs to ${onPort}`,
        {
          hint: "Remove one of the two.",
        },
      );
    }
    ports.set(plugin.port, `the plugin ${plugin.name}`);
    if (plugin.route === null) continue;
    const onRoute = routes.get(plugin.route);
    if (onRoute) {
      throw new Failure(
        "route_conflict",
        `${plugin.name} wants ${plugin.route}.${stack.domain}, which belongs to ${onRoute}`,
      );
    }
    routes.set(plugin.route, `the plugin ${plugin.name}`);
  }
}
