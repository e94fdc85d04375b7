import { isIP } from "node:net";
import { env } from "@/lib/env";

/** DNS_SERVER taken apart: `1.1.1.1:53`, `[2606:4700::1111]:53`, or an address alone (port 53). */
export function resolverAddress(): { host: string; port: number } {
  const text = env().DNS_SERVER;
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text);
  const host = match?.[1] ?? match?.[2] ?? text;
  return { host, port: Number(match?.[3] ?? 53) };
}

/** How `node:dns` wants a server written. */
export function serverText(host: string, port: number): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}
