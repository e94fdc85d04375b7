import path from "node:path";
import { build } from "esbuild";
import { buildCli } from "@/cli/build";

/**
 * The sandbox's object store as the one file that its machines run in MinIO's place: with everything in it, since machines have
 * no node_modules, and small, since each of them loads it.
 */
export async function buildStorageProgram(file = ".build/sandbox-storage.mjs"): Promise<string> {
  await build({
    entryPoints: ["sandbox/storage/main.ts"],
    outfile: file,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });
  return path.resolve(file);
}

/** `nself` as the one file that servers download; engine and sandbox as files that start fast. */
export async function buildPrograms(): Promise<void> {
  await Promise.all([
    buildCli(),
    buildStorageProgram(),
    build({
      entryPoints: { engine: "engine/main.ts", sandbox: "sandbox/main.ts" },
      outdir: ".build",
      outExtension: { ".js": ".mjs" },
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: "node20",
      sourcemap: "inline",
      logLevel: "error",
    }),
  ]);
}
