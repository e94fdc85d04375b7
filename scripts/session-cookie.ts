import { createHash, randomBytes } from "node:crypto";
import pg from "pg";

/** Signs a person in by a session row and answers the Cookie header: for measuring and looking at pages. */
export async function cookieFor(databaseUrl: string, email: string): Promise<string> {
  const token = randomBytes(24).toString("hex");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `INSERT INTO "Session" ("id", "sessionToken", "userId", "expires")
     SELECT $1, $2, "id", now() + interval '1 day' FROM "User" WHERE "email" = $3`,
    [`ses_01${randomBytes(12).toString("hex")}`, createHash("sha256").update(token).digest("hex"), email],
  );
  await client.end();
  return `next-auth.session-token=${token}`;
}
