import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Prisma, Server } from "@/prisma/client/client";

/** A server that exists in the database only, running. */
export async function serverRow(
  of: { teamId: string; adminEmail: string } & Partial<Prisma.ServerUncheckedCreateInput>,
): Promise<Server> {
  const id = newId("server");
  const subdomain = `t${id.slice(4)}`;
  return await db().server.create({
    data: {
      id,
      name: "Shop",
      subdomain,
      domain: `${subdomain}.sandbox.localhost`,
      location: "fsn1",
      serverType: "cx33",
      image: "ubuntu-24.04",
      status: "running",
      monthlyCents: 900,
      currency: "EUR",
      readyAt: new Date(),
      ...of,
    },
  });
}
