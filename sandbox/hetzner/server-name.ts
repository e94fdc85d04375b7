import { HetznerError } from "./errors";
import type { Hetzner } from "./hetzner";

/** RFC 1123: labels of letters, digits and inner hyphens, 63 each and 253 in all. */
export function isHostname(name: string): boolean {
  return (
    name.length <= 253 &&
    name.split(".").every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))
  );
}

/** Names are unique in a project. @throws HetznerError `uniqueness_error`. */
export function refuseTakenServerName({ project }: Hetzner, name: string, exceptId: string | null): void {
  if (project.servers.all().some((server) => server.name === name && server.id !== exceptId)) {
    throw new HetznerError("uniqueness_error", "server name is already used", {
      fields: [{ name: "name", messages: ["server name is already used"] }],
    });
  }
}
