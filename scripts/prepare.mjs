import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

// Plain JavaScript: on a fresh clone nothing is installed yet.
const [major] = process.versions.node.split(".").map(Number);
if (major === undefined || major < 20) {
  console.error(`Node 20 or later is needed; this is ${process.version}.`);
  process.exit(1);
}

/**
 * Dependencies as locked (only when the lock file changed) and the Prisma client (only when the schema changed). Not `npm ci`: it refuses a
 * lock file when a registry lacks an optional package of some other platform, which this does not need.
 */
export function prepare() {
  once("node_modules/.nself-lock", ["package-lock.json"], () => {
    run(process.platform === "win32" ? "npm.cmd" : "npm", [
      "install",
      "--no-save",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ]);
  });
  const schema = spawnSync("ls", ["prisma/schema"], { encoding: "utf8" }).stdout.trim().split("\n");
  once(
    "prisma/client/.nself-schema",
    schema.map((name) => `prisma/schema/${name}`),
    () => {
      // The client's generator needs no engine, but the CLI would download one unless it is told where one is.
      run(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
        PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
      });
    },
  );
}

function once(stampFile, inputs, action) {
  const hash = createHash("sha256");
  for (const input of inputs) hash.update(readFileSync(input));
  const stamp = hash.digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  action();
  writeFileSync(stampFile, stamp);
}

function run(command, args, env = {}) {
  console.log(
    `· ${command === process.execPath ? "prisma" : command} ${args.slice(command === process.execPath ? 1 : 0, 2).join(" ")}`,
  );
  const { status } = spawnSync(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...env },
  });
  if (status !== 0) process.exit(status ?? 1);
}
