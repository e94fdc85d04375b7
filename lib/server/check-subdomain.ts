import { type Actor, requirePermission } from "@/lib/access/actor";
import { db } from "@/lib/db";
import { serverDomain } from "./server-names";
import type { SubdomainAnswer } from "./server-schemas";
import { subdomainProblem } from "./subdomain-rules";

/** Whether a subdomain is free, and if not why, with names that are. */
export async function checkSubdomain(actor: Actor, name: string): Promise<SubdomainAnswer> {
  requirePermission(actor, "server:read");
  const problem = subdomainProblem(name);
  const domain = serverDomain(name.slice(0, 63));
  if (problem) return { name, domain, free: false, reason: problem, suggestions: [] };
  const wanted = [name, ...["app", "hq", "prod", "2"].map((suffix) => `${name}-${suffix}`)];
  const rows = await db().server.findMany({
    where: { subdomain: { in: wanted }, deletedAt: null },
    select: { subdomain: true },
  });
  const taken = new Set(rows.map((row) => row.subdomain));
  if (!taken.has(name)) return { name, domain, free: true, reason: null, suggestions: [] };
  const suggestions = wanted.filter((one) => !taken.has(one) && subdomainProblem(one) === null).slice(0, 3);
  return { name, domain, free: false, reason: "This name is taken.", suggestions };
}
