import { applyMigrations } from "@/prisma/schema-engine";

/** `npm run migrate`: brings DATABASE_URL up to date; the same table and effect as `prisma migrate deploy`. */
const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error("Set DATABASE_URL to the database to migrate.");
const applied = await applyMigrations(databaseUrl);
console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
