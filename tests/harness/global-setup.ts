import { postgresBinaries } from "@/scripts/embedded-postgres";
import { prepareTemplate, startTestPostgres } from "./postgres";

/** One real PostgreSQL for the whole run; every test file gets a database of its own. */
export default async function setup(): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  try {
    await prepareTemplate(postgres.url);
  } catch (error) {
    // A migration that fails leaves no PostgreSQL behind.
    await postgres.close();
    throw error;
  }
  process.env.POSTGRES_BIN = postgresBinaries();
  process.env.TEST_CLUSTER_URL = postgres.url;
  return postgres.close;
}
