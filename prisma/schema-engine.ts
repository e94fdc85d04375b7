import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";

type Bindings = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");
let loaded: Promise<Bindings> | undefined;

/** The bindings hold one instance for the whole process, so it is made once. */
function loadBindings(): Promise<Bindings> {
  loaded ??= (async () => {
    const folder = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
    const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
    const { instance } = await WebAssembly.instantiate(
      await readFile(path.join(folder, "schema_engine_bg.wasm")),
      {
        "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
      },
    );
    const glue = bindings as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void };
    glue.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
    return bindings;
  })();
  return loaded;
}

/**
 * Prisma's own schema engine as WebAssembly: the binary that the CLI would download cannot be had everywhere.
 * It writes the ordinary `_prisma_migrations` table, so this and `prisma migrate deploy` are interchangeable.
 */
async function openEngine(databaseUrl: string): Promise<SchemaEngine> {
  const bindings = await loadBindings();
  // The engine's advisory lock lives as long as its connection: an idle one is closed at once, so that the next run need not wait.
  const pool = new PrismaPg({ connectionString: databaseUrl, idleTimeoutMillis: 50 });
  const adapter = bindMigrationAwareSqlAdapterFactory(pool);
  return await bindings.SchemaEngine.new({ datamodels: await readSchema() }, () => {}, adapter);
}

const schemaFolder = path.resolve("prisma/schema");
const migrationsFolder = path.resolve("prisma/migrations");
const noFilters = { externalTables: [], externalEnums: [] };

async function readSchema(): Promise<[string, string][]> {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith(".prisma")).sort();
  return await Promise.all(
    names.map(async (name): Promise<[string, string]> => {
      const file = path.join(schemaFolder, name);
      return [file, await readFile(file, "utf8")];
    }),
  );
}

async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const readText = (...parts: string[]) => readFile(path.join(migrationsFolder, ...parts), "utf8");
  return {
    baseDir: migrationsFolder,
    lockfile: {
      path: "migration_lock.toml",
      content: await readText("migration_lock.toml").catch(() => null),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: { tag: "ok" as const, value: await readText(name, "migration.sql") },
        },
      })),
    ),
  };
}

/** Applies what `prisma/migrations` holds and the database lacks; returns the names applied. */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const engine = await openEngine(databaseUrl);
  try {
    const migrationsList = await readMigrations();
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters });
    return appliedMigrationNames;
  } finally {
    engine.free();
  }
}

/** The SQL from the old schema files (none: an empty database) to `prisma/schema`, without asking a database. */
export async function diffToSchema(databaseUrl: string, oldSchema: [string, string][]): Promise<string> {
  const engine = await openEngine(databaseUrl);
  const asFiles = (files: [string, string][]) => files.map(([file, content]) => ({ path: file, content }));
  try {
    const { stdout } = await engine.diff({
      from: oldSchema.length === 0 ? { tag: "empty" } : { tag: "schemaDatamodel", files: asFiles(oldSchema) },
      to: { tag: "schemaDatamodel", files: asFiles(await readSchema()) },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    return stdout ?? "";
  } finally {
    engine.free();
  }
}
