import { askServer } from "./ask-server";
import { resolverAddress } from "./resolver-address";

/** The IPv4 addresses of a name, then the IPv6 ones, as public DNS tells them now; empty when there are none. */
export async function resolvePublic(name: string): Promise<string[]> {
  const { host, port } = resolverAddress();
  const [ipv4, ipv6] = await Promise.all([
    askServer(host, port, name, "A"),
    // Without it a server that answers A but not AAAA would be unreachable by name.
    askServer(host, port, name, "AAAA").catch(() => []),
  ]);
  return [...ipv4, ...ipv6];
}
