import { headers } from "next/headers";
import { sessionCookieName } from "@/lib/api/authenticate";
import { readCookie } from "@/lib/api/cookies";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";

/**
 * Ends the session that the browser came with. next-auth would link the other service's account to whoever is signed in, for
 * ever: who finds an open browser, or a stolen cookie, must not gain more than that session.
 */
export async function leaveSession(): Promise<void> {
  const token = readCookie(await headers(), sessionCookieName());
  if (token) await db().session.deleteMany({ where: { sessionToken: sha256(token) } });
}
