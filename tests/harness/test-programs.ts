import path from "node:path";
import { build } from "esbuild";
import { buildStorageProgram } from "@/scripts/build-programs";
import { routeFiles } from "./route-files";

/** Modules from CommonJS use names that a bundle in ESM does not have. */
const commonJsNames = [
  'import { createRequire as __createRequire } from "node:module";',
  'import { fileURLToPath as __fileURLToPath } from "node:url";',
  "const require = __createRequire(import.meta.url);",
  'const __dirname = __fileURLToPath(new URL(".", import.meta.url));',
].join("\n");

/** Standard input ends with the process that started it: nothing stays behind of a test run that was killed. */
const endWithStarter = 'process.stdin.once("end", () => process.kill(process.pid, "SIGTERM")).resume();';

type TestProgram = "app" | "sandbox" | "storage";

/**
 * What tests start as processes, each in one program with everything in it: the app is killed and started more than fifty times,
 * and reading its sources and packages one by one took most of that time. The folder is one that anybody may enter.
 */
export async function buildTestPrograms(folder: string): Promise<void> {
  await Promise.all([
    buildBundle(folder, "app", appProgram()),
    buildBundle(folder, "sandbox", `import "@/sandbox/main";\n${endWithStarter}`),
    buildStorageProgram(path.join(folder, "storage.mjs")),
  ]);
  process.env.TEST_PROGRAMS = folder;
}

/** The file of a program that `buildTestPrograms` made for this run. */
export function testProgram(name: TestProgram): string {
  const folder = process.env.TEST_PROGRAMS;
  if (!folder)
    throw new Error("TEST_PROGRAMS is set by buildTestPrograms, which tests/harness/global-setup.ts calls");
  return path.join(folder, `${name}.mjs`);
}

/** The app's API and functions. Port from PORT; says "ready" when the engine knows them: an event before that starts nothing. */
function appProgram(): string {
  const loaders = routeFiles().map((file) => `${JSON.stringify(file)}: () => import("@/app/${file}")`);
  return [
    'import { startAppServer } from "@/tests/harness/app-server";',
    `const loaders = { ${loaders.join(",\n")} };`,
    "const url = await startAppServer(Number(process.env.PORT), (file) => loaders[file]());",
    'const { ok } = await fetch(url + "/api/inngest", { method: "PUT" });',
    'if (!ok) throw new Error("the engine does not know the app");',
    'process.stdout.write("ready\\n");',
    endWithStarter,
  ].join("\n");
}

async function buildBundle(folder: string, name: TestProgram, contents: string): Promise<void> {
  await build({
    stdin: { contents, resolveDir: process.cwd(), loader: "ts" },
    outdir: folder,
    entryNames: name,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    jsx: "automatic",
    external: ["pg-native", "*.node"],
    banner: { js: commonJsNames },
    logLevel: "error",
  });
}
