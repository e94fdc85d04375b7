import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { OperatorVisit } from "@/prisma/client/client";

/** The visit that this session is on, to this team. */
export async function findVisit(sessionId: string, teamId: string): Promise<OperatorVisit | null> {
  return await db().operatorVisit.findFirst({
    where: { sessionId, teamId, endedAt: null, expiresAt: { gt: now() } },
  });
}
