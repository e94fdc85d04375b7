import { isIP } from "node:net";
import { AppError } from "@/lib/errors";
import { askServer, type RecordType } from "./ask-server";
import { canonicalAddress } from "./canonical-address";
import { resolverAddress } from "./resolver-address";

/**
 * Whether every name server of the zone that holds `name` answers with all of the `expected` values now. They are asked
 * directly and without a cache, on DNS_SERVER's port, so that no negative answer is left behind in a resolver.
 */
export async function checkAuthoritative(
  name: string,
  type: RecordType,
  expected: string[],
): Promise<boolean> {
  const { port } = resolverAddress();
  const servers = await authoritativeServers(name);
  if (servers.length === 0) return false;
  const shown = await Promise.all(
    servers.map(async (addresses) => {
      const values = new Set((await askFirst(addresses, port, name, type)).map(canonicalAddress));
      return expected.every((value) => values.has(canonicalAddress(value)));
    }),
  );
  return shown.every(Boolean);
}

/** The addresses of each name server of the closest enclosing zone, found by walking up the name. */
async function authoritativeServers(name: string): Promise<string[][]> {
  const { host, port } = resolverAddress();
  const labels = name.replace(/\.$/, "").split(".");
  for (let from = 0; from < labels.length; from += 1) {
    if (labels[from] === "*") continue;
    const names = await askServer(host, port, labels.slice(from).join("."), "NS");
    if (names.length > 0) return Promise.all(names.map(addressesOf));
  }
  return [];
}

async function addressesOf(nameServer: string): Promise<string[]> {
  if (isIP(nameServer)) return [nameServer];
  const { host, port } = resolverAddress();
  const ipv4 = await askServer(host, port, nameServer, "A");
  return ipv4.length > 0 ? ipv4 : askServer(host, port, nameServer, "AAAA");
}

/** One name server may have several addresses: the first that answers speaks for it, and silence of all is a "no". */
async function askFirst(
  addresses: string[],
  port: number,
  name: string,
  type: RecordType,
): Promise<string[]> {
  for (const address of addresses) {
    try {
      return await askServer(address, port, name, type);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return [];
}
