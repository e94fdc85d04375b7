import { PrismaAdapter } from "@next-auth/prisma-adapter";
import type { Adapter, AdapterAccount, AdapterSession, AdapterUser } from "next-auth/adapters";
import { now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { createPersonalTeam } from "@/lib/team/create-personal-team";
import { requestDetails } from "./request-details";

/**
 * next-auth's Prisma adapter with four things of ours: ids with prefixes, session tokens stored as their hash only (a copy
 * of the table signs nobody in), a team of their own for new people, and of accounts elsewhere only whose they are: the tokens
 * that came along open somebody's GitHub or Google, and we have no use for them.
 */
export function accountAdapter(): Adapter {
  const client = db();
  const base = PrismaAdapter(client as never) as Adapter;
  return {
    ...base,
    createUser: async (user: Omit<AdapterUser, "id">) => {
      const created = await client.$transaction(async (tx) => {
        const { name = null, email, emailVerified = null, image = null } = user;
        const data = { id: newId("user"), name, email: email.toLowerCase(), emailVerified, image };
        const row = await tx.user.create({ data });
        await createPersonalTeam(tx, row);
        return row;
      });
      return created as AdapterUser;
    },
    linkAccount: async ({ userId, type, provider, providerAccountId }: AdapterAccount) => {
      await client.account.create({ data: { userId, type, provider, providerAccountId } });
    },
    createSession: async (session) => {
      const { sessionToken, userId, expires } = session;
      await client.session.create({
        data: {
          id: newId("session"),
          sessionToken: sha256(sessionToken),
          userId,
          expires,
          ...requestDetails(),
        },
      });
      return session;
    },
    getSessionAndUser: async (sessionToken) => {
      const row = await client.session.findUnique({
        where: { sessionToken: sha256(sessionToken) },
        include: { user: true },
      });
      if (!row) return null;
      const session: AdapterSession = { sessionToken, userId: row.userId, expires: row.expires };
      return { session, user: row.user as AdapterUser };
    },
    updateSession: async ({ sessionToken, expires }) => {
      if (expires) {
        await client.session.updateMany({
          where: { sessionToken: sha256(sessionToken) },
          data: { expires, lastSeenAt: now() },
        });
      }
      return null;
    },
    deleteSession: async (sessionToken) => {
      await client.session.deleteMany({ where: { sessionToken: sha256(sessionToken) } });
      return null;
    },
  };
}
