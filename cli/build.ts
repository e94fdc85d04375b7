import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Modules from CommonJS call require; a bundle in ESM has none of its own. */
const banner = [
  "#!/usr/bin/env node",
  'import { createRequire as __createRequire } from "node:module";',
  "const require = __createRequire(import.meta.url);",
].join("\n");

/** zod brings its messages in forty languages, a quarter of the bundle that every start would have to parse. */
const englishOnly: Plugin = {
  name: "english-only",
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
  },
};

/**
 * Bundles `nself` into one file that runs on the Node of Ubuntu 24.04 (18). The same sources give the same bytes.
 * `pg-native` is optional and absent on purpose.
 */
export async function buildCli(
  folder = path.join(projectRoot, ".build"),
): Promise<{ file: string; sha256: string; version: string }> {
  const manifest: unknown = JSON.parse(await readFile(path.join(projectRoot, "package.json"), "utf8"));
  const version = String((manifest as { version: string }).version);
  const result = await build({
    absWorkingDir: projectRoot,
    entryPoints: ["cli/main.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node18",
    minify: true,
    keepNames: false,
    legalComments: "none",
    charset: "utf8",
    external: ["pg-native"],
    plugins: [englishOnly],
    banner: { js: banner },
    define: { __NSELF_VERSION__: JSON.stringify(version) },
    logLevel: "error",
  });
  const bytes = result.outputFiles[0]?.contents;
  if (!bytes) throw new Error("esbuild wrote nothing");
  const file = path.join(folder, "nself.mjs");
  await mkdir(folder, { recursive: true });
  await writeFile(file, bytes);
  await chmod(file, 0o755);
  return { file, sha256: createHash("sha256").update(bytes).digest("hex"), version };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildCli();
  process.stdout.write(`${JSON.stringify(built)}\n`);
}
