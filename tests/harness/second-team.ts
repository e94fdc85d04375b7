import { randomUUID } from "node:crypto";
import pg from "pg";
import { permissions } from "@/lib/access/permissions";
import { sha256 } from "@/lib/crypto";
import { newId } from "@/lib/ids";
import type { World } from "./world";

/** A stranger: another team with an owner and an API token of its own. */
export async function secondTeam(
  world: World,
  scopes: readonly string[] = permissions,
): Promise<{ teamId: string; apiToken: string }> {
  const [userId, teamId] = [newId("user"), newId("team")];
  const apiToken = `nsc_${randomUUID()}`;
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await client.query('INSERT INTO "User" ("id", "email") VALUES ($1, $2)', [
    userId,
    `${randomUUID()}@example.com`,
  ]);
  await client.query('INSERT INTO "Team" ("id", "name") VALUES ($1, $2)', [teamId, "Strangers"]);
  await client.query('INSERT INTO "Membership" ("id", "teamId", "userId", "role") VALUES ($1, $2, $3, $4)', [
    newId("membership"),
    teamId,
    userId,
    "owner",
  ]);
  await client.query(
    'INSERT INTO "ApiToken" ("id", "teamId", "name", "tokenHash", "hint", "scopes", "createdById") VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [newId("apiToken"), teamId, "stranger", sha256(apiToken), apiToken.slice(-4), scopes, userId],
  );
  await client.end();
  return { teamId, apiToken };
}
