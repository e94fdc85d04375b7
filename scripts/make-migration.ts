import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { freePort } from "@/cli/testing/free-port";
import { diffToSchema } from "@/prisma/schema-engine";
import { removeDataDir, startEmbeddedPostgres } from "./embedded-postgres";

/** `npm run make-migration <name>`: the SQL between the committed prisma/schema and the one in the work tree, as a new migration. */
const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error("usage: make-migration <name_in_snake_case>");

const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" });
const committed = git("ls-tree", "--name-only", "HEAD", "prisma/schema/").split("\n").filter(Boolean);
const oldSchema = committed.map((file): [string, string] => [
  path.resolve(file),
  git("show", `HEAD:${file}`),
]);

const folder = await mkdtemp("/var/tmp/nself-migration-");
await chmod(folder, 0o755);
const postgres = await startEmbeddedPostgres({
  dataDir: path.join(folder, "postgres"),
  port: await freePort(),
  durable: false,
});
try {
  const sql = await diffToSchema(postgres.url, oldSchema);
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const target = path.join("prisma/migrations", `${stamp}_${name}`);
  await mkdir(target, { recursive: true });
  await writeFile(path.join(target, "migration.sql"), sql);
  console.log(target);
} finally {
  await postgres.stop();
  removeDataDir(folder);
}
