import { Resolver } from "node:dns/promises";
import { AppError } from "@/lib/errors";
import { serverText } from "./resolver-address";

export type RecordType = "A" | "AAAA" | "TXT";
const nothingThere = new Set(["ENODATA", "ENOTFOUND"]);

/**
 * Asks one name server, without a cache, for the values of a name; TXT strings are joined. Answers an empty list when the
 * name or type does not exist and throws `dns_not_visible` when the server gives no usable answer.
 */
export async function askServer(
  host: string,
  port: number,
  name: string,
  type: RecordType | "NS",
): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers([serverText(host, port)]);
  try {
    if (type === "A") return await resolver.resolve4(name);
    if (type === "AAAA") return await resolver.resolve6(name);
    if (type === "NS") return await resolver.resolveNs(name);
    return (await resolver.resolveTxt(name)).map((strings) => strings.join(""));
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    if (nothingThere.has(code)) return [];
    throw new AppError("dns_not_visible", { internal: `${type} ${name} at ${host}: ${code}`, cause });
  }
}
