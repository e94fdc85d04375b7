import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { License } from "@/prisma/client/client";

/** The licenses of a team that hold now. */
export async function validLicenses(teamId: string): Promise<License[]> {
  return await db().license.findMany({
    where: { teamId, OR: [{ expiresAt: null }, { expiresAt: { gt: now() } }] },
    orderBy: { createdAt: "desc" },
  });
}

export function licenseCovers(license: { plugins: string[] }, plugin: string): boolean {
  return license.plugins.includes("*") || license.plugins.includes(plugin);
}
