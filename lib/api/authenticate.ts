import type { Actor } from "@/lib/access/actor";
import { now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { findVisit } from "@/lib/operator/find-visit";
import { isOperator } from "@/lib/operator/require-operator";
import { ensureTeam } from "@/lib/team/ensure-team";
import { readCookie } from "./cookies";

/** Names the team of a person who is in several; anybody else's team reads as not found. */
export const teamHeader = "x-team-id";
export const teamCookie = "nself-team";

export function sessionCookieName(): string {
  return env().APP_URL.startsWith("https://")
    ? "__Secure-next-auth.session-token"
    : "next-auth.session-token";
}

/** The session or API token of a request as an actor tied to one team; `unauthenticated` when there is none that holds. */
export async function authenticate(request: { headers: Headers }, ip: string | null): Promise<Actor> {
  const authorization = request.headers.get("authorization");
  if (authorization) return await authenticateToken(authorization, ip);
  const actor = await authenticateSession(request.headers, ip);
  if (!actor)
    throw new AppError("unauthenticated", { hint: "Sign in, or send Authorization: Bearer <API token>." });
  return actor;
}

async function authenticateToken(authorization: string, ip: string | null): Promise<Actor> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  const refused = new AppError("unauthenticated", {
    public: "This API token is unknown, revoked or expired.",
    hint: "Make a new one under Team → API tokens.",
  });
  if (!token) throw refused;
  const row = await db().apiToken.findUnique({ where: { tokenHash: sha256(token) } });
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now())) throw refused;
  const minuteAgo = new Date(now().getTime() - 60_000);
  if (!row.lastUsedAt || row.lastUsedAt < minuteAgo) {
    await db().apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now() } });
  }
  return { kind: "token", tokenId: row.id, name: row.name, teamId: row.teamId, scopes: row.scopes, ip };
}

/** Null when there is no session that holds; `not_found` when the team that the header names is not one of the person's. */
export async function authenticateSession(headers: Headers, ip: string | null): Promise<Actor | null> {
  const sessionToken = readCookie(headers, sessionCookieName());
  if (!sessionToken) return null;
  const session = await db().session.findUnique({
    where: { sessionToken: sha256(sessionToken) },
    include: { user: { include: { memberships: { orderBy: { createdAt: "asc" } } } } },
  });
  if (!session || session.expires <= now()) return null;
  const minuteAgo = new Date(now().getTime() - 60_000);
  if (session.lastSeenAt < minuteAgo) {
    await db().session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now() } });
  }
  const known = session.user.memberships;
  const memberships = known.length > 0 ? known : await ensureTeam(session.userId);
  const asked = headers.get(teamHeader);
  const wanted = asked ?? readCookie(headers, teamCookie);
  const member = memberships.find((one) => one.teamId === wanted);
  const operator = wanted && !member ? await operatorOf(session, wanted, asked !== null, ip) : null;
  if (operator) return operator;
  const membership = member ?? (asked ? undefined : memberships[0]);
  if (!membership) throw new AppError("not_found", { public: "You are not a member of this team." });
  return {
    kind: "user",
    userId: session.userId,
    email: session.user.email,
    sessionId: session.id,
    teamId: membership.teamId,
    role: membership.role,
    ip,
  };
}

/** Staff on a visit to a team that they are not in. Anybody else is answered as if there were no such thing. */
async function operatorOf(
  session: { id: string; userId: string; user: { email: string } },
  teamId: string,
  named: boolean,
  ip: string | null,
): Promise<Actor | null> {
  const { email } = session.user;
  if (!isOperator(email)) return null;
  const visit = await findVisit(session.id, teamId);
  if (visit) {
    const { id: visitId, reason } = visit;
    return {
      kind: "operator",
      userId: session.userId,
      email,
      sessionId: session.id,
      teamId,
      visitId,
      reason,
      ip,
    };
  }
  // The cookie only remembers; what names a team in so many words must not be answered with another one's.
  if (!named || (await db().team.count({ where: { id: teamId } })) === 0) return null;
  throw new AppError("forbidden", {
    public: "You are on no visit to this team.",
    hint: "Begin one, with a reason.",
  });
}
