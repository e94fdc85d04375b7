import { build } from "esbuild";
import { buildCli } from "@/cli/build";

/** `nself` as the one file that servers download; engine and sandbox as files that start fast. */
export async function buildPrograms(): Promise<void> {
  await Promise.all([
    buildCli(),
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
