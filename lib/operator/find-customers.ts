import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db";
import type { Prisma } from "@/prisma/client/client";
import type { CustomerList } from "./operator-schemas";
import { requireOperator } from "./require-operator";

const most = 10;

/** Teams by their name or id, a member's address, or a server's name, subdomain or id. Only who and what: no data of theirs. */
export async function findCustomers(actor: Actor, words: string): Promise<CustomerList> {
  const operator = requireOperator(actor);
  const part = { contains: words, mode: "insensitive" } as const;
  const rows = await db().team.findMany({
    where: {
      OR: [
        { id: words },
        { name: part },
        { memberships: { some: { user: { email: part } } } },
        {
          servers: { some: { AND: [visitable, { OR: [{ id: words }, { name: part }, { domain: part }] }] } },
        },
      ],
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: most + 1,
    include: {
      memberships: { orderBy: { createdAt: "asc" }, include: { user: { select: { email: true } } } },
      servers: { where: visitable, orderBy: { id: "desc" }, take: 50 },
    },
  });
  return {
    items: rows.slice(0, most).map((team) => ({
      team: { id: team.id, name: team.name },
      mine: team.memberships.some(({ userId }) => userId === operator.userId),
      members: team.memberships.map(({ user, role }) => ({ email: user.email, role })),
      servers: team.servers.map(({ id, name, domain, status }) => ({ id, name, domain, status })),
    })),
    more: rows.length > most,
  };
}

/** A deleted server can be helped with as long as its backups can be opened. */
const visitable = {
  drillId: null,
  OR: [{ deletedAt: null }, { backupKey: { not: null } }],
} satisfies Prisma.ServerWhereInput;
