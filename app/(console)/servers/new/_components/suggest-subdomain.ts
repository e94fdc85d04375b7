import { subdomainMaxLength } from "@/lib/server/subdomain-rules";

/** A subdomain from a server's name: letters without their accents, everything else a hyphen. */
export function suggestSubdomain(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, subdomainMaxLength)
    .replace(/-+$/, "");
}
