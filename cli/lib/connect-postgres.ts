import pg from "pg";
import { Failure } from "@/cli/lib/failure";
import type { Paths } from "@/cli/lib/paths";
import { readStack } from "@/cli/project/read-stack";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";

/** Runs the body with a connection of the superuser to the database that serves, and closes it. */
export async function withPostgres<T>(
  paths: Paths,
  body: (client: pg.Client, url: string) => Promise<T>,
): Promise<T> {
  const endpoint = (await (await chooseRuntime(paths)).endpoints(await readStack(paths))).get("postgres");
  if (endpoint?.kind !== "postgres")
    throw new Failure("postgres_down", "PostgreSQL does not run", { hint: "nself start" });
  return await withClient({ connectionString: endpoint.url, connectionTimeoutMillis: 10_000 }, (client) =>
    body(client, endpoint.url),
  );
}

/** Limits that a customer has set for a role or a database are not for us: a backup takes as long as it takes. */
const ownSettings = [
  "statement_timeout=0",
  "lock_timeout=0",
  "idle_session_timeout=0",
  "default_transaction_read_only=off",
]
  .map((setting) => `-c ${setting}`)
  .join(" ");

export async function withClient<T>(
  config: pg.ClientConfig,
  body: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ application_name: "nself backup", options: ownSettings, ...config });
  client.on("error", () => {}); // told by the query that it breaks
  await client.connect();
  try {
    return await body(client);
  } finally {
    await client.end().catch(() => {});
  }
}
