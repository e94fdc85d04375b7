import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@/prisma/client/client";
import { env } from "./env";

const holder = globalThis as typeof globalThis & { nselfDb?: PrismaClient };

/** The one Prisma client of this process, connected at first use. */
export function db(): PrismaClient {
  holder.nselfDb ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().DATABASE_URL, max: env().DATABASE_POOL_SIZE }),
  });
  return holder.nselfDb;
}

/** A transaction's client: what is written with it is written together or not at all. */
export type Tx = Prisma.TransactionClient;

/** PostgreSQL ended one of two transactions that waited for each other; done again, it goes through. */
export function isDeadlock(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "P2034";
}

/** SQLSTATE 23505 as Prisma tells it. */
export function isUniqueViolation(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "P2002";
}
