import { isIP } from "node:net";

/** IPv6 addresses have many spellings; the URL parser knows the canonical one (RFC 5952). Anything else stays as it is. */
export function canonicalAddress(value: string): string {
  return isIP(value) === 6 ? new URL(`http://[${value}]`).hostname.slice(1, -1) : value;
}
