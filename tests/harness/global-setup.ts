import { mkdtemp, rm } from "node:fs/promises";
import { postgresBinaries } from "@/scripts/embedded-postgres";
import { prepareTemplate, startTestPostgres } from "./postgres";
import { buildTestPrograms } from "./test-programs";

/** One real PostgreSQL and one build of the programs for the whole run; every test file gets a database of its own. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp("/var/tmp/nself-programs-");
  const postgres = await startTestPostgres();
  const close = async () => {
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await prepareTemplate(postgres.url);
    await buildTestPrograms(folder);
  } catch (error) {
    // A migration that fails leaves no PostgreSQL behind.
    await close();
    throw error;
  }
  process.env.POSTGRES_BIN = postgresBinaries();
  process.env.TEST_CLUSTER_URL = postgres.url;
  return close;
}
