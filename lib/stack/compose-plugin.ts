import type { ServiceParts } from "./compose-types";
import type { StackDescription, StackPlugin } from "./stack-description";

/** What a manifest's default may name; everything else stays as it is written. */
const known = ["DATABASE_URL", "PLUGIN_INTERNAL_SECRET", "DOMAIN", "REDIS_URL"];

/** A literal `$` is doubled for Compose; the known variables keep their braces and are filled in by it. */
function pluginDefault(value: string): string {
  return value
    .replaceAll("$", "$$$$")
    .replace(/\$\$\{([A-Z_]+)\}/g, (whole, name: string) => (known.includes(name) ? `\${${name}}` : whole));
}

/** A variable that the customer may set goes by its own name in `.env.plugins`; the manifest's default stands otherwise. */
export function pluginParts(stack: StackDescription, plugin: StackPlugin): ServiceParts {
  const environment: Record<string, string> = { PORT: String(plugin.port) };
  for (const variable of plugin.env) {
    if (variable.default !== null) environment[variable.name] = pluginDefault(variable.default);
    else if (known.includes(variable.name)) environment[variable.name] = `\${${variable.name}}`;
    else environment[variable.name] = `\${${variable.name}:-}`;
  }
  return {
    environment,
    depends_on: { postgres: { condition: "service_healthy" } },
    labels: {
      "nself.plugin": plugin.name,
      "nself.plugin.version": plugin.version,
      "nself.server": stack.serverId,
    },
  };
}
