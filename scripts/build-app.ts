import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const sources = [
  "app",
  "cli/contract",
  "components",
  "inngest",
  "lib",
  "prisma/schema",
  "public",
  "package-lock.json",
  "next.config.ts",
  "proxy.ts",
  "tsconfig.json",
  "postcss.config.mjs",
];
const stampFile = ".next/nself-build";

/** `next build`, unless what it would build has been built already. */
export function buildApp(say: (line: string) => void): void {
  const stamp = hashOf(sources);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  say("Building the app");
  const built = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    encoding: "utf8",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
  if (built.status !== 0) throw new Error(`The build failed.\n${built.stdout}${built.stderr}`);
  writeFileSync(stampFile, stamp);
}

function hashOf(paths: string[]): string {
  const hash = createHash("sha256");
  const visit = (file: string) => {
    const name = path.basename(file);
    if (name === "node_modules" || name.startsWith(".")) return;
    const entries = tryList(file);
    if (entries) for (const entry of entries.sort()) visit(path.join(file, entry));
    else if (existsSync(file)) hash.update(file).update("\0").update(readFileSync(file));
  };
  for (const one of paths) visit(one);
  return hash.digest("hex");
}

function tryList(folder: string): string[] | null {
  try {
    return readdirSync(folder);
  } catch {
    return null;
  }
}
