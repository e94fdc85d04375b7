import type { Actor } from "@/lib/access/actor";
import { personOf } from "@/lib/access/require-person";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { SessionView } from "./account-schemas";

/** Where the person is signed in, the present session first. */
export async function listSessions(actor: Actor): Promise<SessionView[]> {
  const { userId, sessionId } = personOf(actor);
  const rows = await db().session.findMany({
    where: { userId, expires: { gt: now() } },
    orderBy: { lastSeenAt: "desc" },
  });
  return rows
    .map((row) => ({
      id: row.id,
      current: row.id === sessionId,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expires: row.expires.toISOString(),
      ip: row.ip,
      userAgent: row.userAgent,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}
