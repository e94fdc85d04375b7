import pg from "pg";
import { sessionCookieName } from "@/lib/api/authenticate";
import { newToken, sha256 } from "@/lib/crypto";
import { newId } from "@/lib/ids";
import type { World } from "./world";

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** A new session of somebody, who has a team of their own; a call may name another one that it is about. */
export async function signedIn(world: World, email: string) {
  const token = newToken();
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  const known = await client.query<{ userId: string; teamId: string }>(
    'SELECT "userId", "teamId" FROM "Membership" JOIN "User" ON "User"."id" = "userId" WHERE "email" = $1',
    [email],
  );
  const { userId, teamId } = known.rows[0] ?? { userId: newId("user"), teamId: newId("team") };
  if (known.rows.length === 0) {
    await client.query('INSERT INTO "User" ("id", "email") VALUES ($1, $2)', [userId, email]);
    await client.query('INSERT INTO "Team" ("id", "name") VALUES ($1, $2)', [teamId, `Team of ${email}`]);
    await client.query(
      'INSERT INTO "Membership" ("id", "teamId", "userId", "role") VALUES ($1, $2, $3, \'owner\')',
      [newId("membership"), teamId, userId],
    );
  }
  await client.query(
    'INSERT INTO "Session" ("id", "sessionToken", "userId", "expires") VALUES ($1, $2, $3, now() + interval \'1 day\')',
    [newId("session"), sha256(token), userId],
  );
  await client.end();
  const cookie = `${sessionCookieName()}=${token}`;
  return {
    teamId,
    cookie,
    async call(method: string, path: string, body?: unknown, named?: string): Promise<Answer> {
      const response = await fetch(`${world.webUrl}/api/v1${path}`, {
        method,
        headers: {
          cookie,
          "content-type": "application/json",
          origin: world.webUrl,
          ...(named ? { "x-team-id": named } : {}),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, body: (text ? JSON.parse(text) : null) as Answer["body"] };
    },
  };
}
