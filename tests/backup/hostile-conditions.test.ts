import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runLoops } from "@/cli/agent/run-loops";
import { openRepository } from "@/cli/backup/open-repository";
import type { BackupCreated, BackupStatus, Prepared, ServerDrill, Verified } from "@/cli/contract/backup";
import { writeJson } from "@/cli/lib/files";
import { pathsBelow } from "@/cli/lib/paths";
import { examineCluster } from "@/cli/restore/examine-cluster";
import { removeExpired } from "@/cli/restore/fenced";
import { guardDisk } from "@/cli/wal/guard-disk";
import { type Storage, startBackupMachine, startStorage } from "@/tests/harness/backup-machine";
import { waitFor } from "@/tests/harness/wait-for";

let storage: Storage;
let machine: Awaited<ReturnType<typeof startBackupMachine>>;

beforeAll(async () => {
  storage = await startStorage();
  machine = await startBackupMachine(storage);
  await machine.sql(
    "create table notes as select n as id, repeat('x', 100) as body from generate_series(1, 1000) n",
  );
});
afterAll(async () => {
  await machine?.close();
  await storage?.close();
});

const create = () => machine.must<BackupCreated>(["backup", "create"]);
const status = () => machine.must<BackupStatus>(["backup", "status"]);
const moment = async () =>
  (await machine.sql<{ at: Date }>("select clock_timestamp() as at"))[0]?.at.toISOString() ?? "";
const count = async (table: string) =>
  (await machine.sql<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n;
const request = (restoreId: string, backupId: string, at: string | null) => ({
  restoreId,
  target: { backupId, at, timeline: null },
});
/** Restores to the moment, asks the restored database, and puts the present back. */
async function asOf<T>(restoreId: string, backupId: string, at: string, ask: () => Promise<T>): Promise<T> {
  await machine.must<Prepared>(["backup", "prepare"], request(restoreId, backupId, at));
  await machine.must(["backup", "switch", restoreId]);
  const answer = await ask();
  await machine.must(["backup", "undo", restoreId]);
  return answer;
}
const mounted = (folder: string, sizeMb: number) => {
  const made = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${sizeMb}m,mode=755`, "tmpfs", folder]);
  return made.status === 0 ? () => void spawnSync("umount", ["--lazy", folder]) : null;
};
/** A container may be root's and yet not allow it. */
const canMount = (() => {
  const folder = mkdtempSync("/var/tmp/nself-mount-");
  const unmount = mounted(folder, 1);
  unmount?.();
  rmSync(folder, { recursive: true, force: true });
  return unmount !== null;
})();

test("log of another cluster that lies in the spool is never shipped as ours, and does not hold up our own", async () => {
  await create();
  const shipped = (await status()).wal.runs.at(-1)?.lastSegment ?? "";
  const repository = openRepository(machine.settings);
  const foreign = Buffer.from((await repository.get(repository.names.wal(shipped))) ?? "");
  foreign.writeBigUInt64LE(foreign.readBigUInt64LE(24) + 1n, 24);
  const name = `${shipped.slice(0, 16)}000000F0`;
  foreign.writeBigUInt64LE(BigInt(`0x${name.slice(8, 16)}F0000000`), 8);
  await writeFile(path.join(machine.paths.walSpool, name), foreign);
  await waitFor("it to be set aside", async () =>
    (await readdir(machine.paths.walSpool)).some((file) => file.startsWith("foreign.")),
  );
  expect(await repository.get(repository.names.wal(name))).toBeNull();
  await machine.sql("insert into notes values (0, 'after the stranger')");
  const later = await create();
  expect((await status()).wal).toMatchObject({ spoolSegments: 0 });
  expect(later.stopSegment > shipped).toBe(true);
});

test.runIf(canMount)(
  "a disk that fills up during a restore ends it in words, the data that serves is untouched, and with room it succeeds",
  async () => {
    const { id } = await create();
    await mkdir(machine.paths.restores, { recursive: true });
    const unmount = mounted(machine.paths.restores, 12);
    expect(unmount).not.toBeNull();
    const refused = await machine.run(["backup", "prepare"], request("rst_full", id, null));
    unmount?.();
    expect(refused.error, JSON.stringify(refused)).toMatchObject({ code: "disk_full" });
    expect(await count("notes")).toBeGreaterThanOrEqual(1000);
    await machine.must<Prepared>(["backup", "prepare"], request("rst_full", id, null));
  },
  60_000,
);

test.runIf(canMount)(
  "a disk without room for a proof or a drill is said to be too full, and nothing is said of the backup",
  async () => {
    const { id } = await create();
    await mkdir(machine.paths.restores, { recursive: true });
    const unmount = mounted(machine.paths.restores, 12);
    const proof = await machine.run(["backup", "verify", id]);
    const drill = await machine.run(["dr", "drill"]);
    unmount?.();
    for (const { exitCode, error } of [proof, drill]) {
      expect(exitCode).toBe(3);
      expect(error).toMatchObject({ code: "disk_full", message: expect.stringContaining("too full") });
    }
    expect(await machine.must<Verified>(["backup", "verify", id])).toMatchObject({ valid: true });
  },
  60_000,
);

test.runIf(canMount)(
  "a spool that nobody empties gives way before the database's disk is full, the oldest first",
  async () => {
    const root = await mkdtemp("/var/tmp/nself-disk-");
    const unmount = mounted(root, 100);
    try {
      const paths = pathsBelow(root);
      await mkdir(paths.walSpool, { recursive: true });
      const names = [1, 2, 3, 4].map((nth) => `00000001000000000000000${nth}`);
      for (const name of names)
        await writeFile(path.join(paths.walSpool, name), Buffer.alloc(16 * 1024 * 1024));
      expect(await guardDisk(paths)).toBe(0);
      await writeFile(path.join(paths.state, "ballast"), Buffer.alloc(34 * 1024 * 1024));
      expect(await guardDisk(paths)).toBe(1);
      expect(await readdir(paths.walSpool)).toEqual(names.slice(1));
    } finally {
      unmount?.();
      await rm(root, { recursive: true, force: true });
    }
  },
  30_000,
);

test.runIf(canMount)(
  "a store that takes connections and never answers keeps nobody from making room before the disk is full",
  async () => {
    const root = await mkdtemp("/var/tmp/nself-disk-");
    const unmount = mounted(root, 100);
    const silent = createServer((socket) => void socket.on("error", () => {}));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const agent = new AbortController();
    try {
      const paths = pathsBelow(root);
      await mkdir(paths.walSpool, { recursive: true });
      const place = { ...machine.settings.place, endpoint: `http://127.0.0.1:${port}` };
      await writeJson(paths.backupSettings, { ...machine.settings, place });
      const history = path.join(paths.walSpool, "00000002.history");
      await writeFile(history, "1\t0/3000000\tafter a restore\n");
      const spooled = path.join(paths.walSpool, "000000020000000000000003");
      await writeFile(spooled, Buffer.alloc(16 * 1024 * 1024));
      const asked = once(silent, "connection");
      runLoops(paths, agent.signal);
      await asked;
      await writeFile(path.join(paths.state, "ballast"), Buffer.alloc(82 * 1024 * 1024));
      await waitFor("room to be made", () => Promise.resolve(!existsSync(spooled)));
      expect(existsSync(history)).toBe(true);
    } finally {
      agent.abort();
      silent.close();
      unmount?.();
      await rm(root, { recursive: true, force: true });
    }
  },
  30_000,
);

test.runIf(canMount)(
  "a timeline's history is never given up, however full the disk is",
  async () => {
    const root = await mkdtemp("/var/tmp/nself-disk-");
    const unmount = mounted(root, 100);
    try {
      const paths = pathsBelow(root);
      await mkdir(paths.walSpool, { recursive: true });
      await writeFile(path.join(paths.walSpool, "00000002.history"), "1\t0/3000000\tafter a restore\n");
      await writeFile(path.join(paths.walSpool, "000000020000000000000003"), Buffer.alloc(16 * 1024 * 1024));
      await writeFile(path.join(paths.state, "ballast"), Buffer.alloc(83 * 1024 * 1024));
      expect(await guardDisk(paths)).toBe(1);
      await writeFile(path.join(paths.state, "more"), Buffer.alloc(15 * 1024 * 1024));
      expect(await guardDisk(paths)).toBe(0);
      expect(await readdir(paths.walSpool)).toEqual(["00000002.history"]);
    } finally {
      unmount?.();
      await rm(root, { recursive: true, force: true });
    }
  },
  30_000,
);

test("a restore that is killed at any moment of its preparation changes nothing, and the next try finishes it", async () => {
  const { id } = await create();
  const rows = await count("notes");
  const folder = path.join(machine.paths.restores, "rst_killed");
  // Killed when its folder appears, when the files are there, and when the cluster beside was started.
  const moments = [
    () => existsSync(folder),
    () => existsSync(path.join(folder, "data/global/pg_control")),
    () => existsSync(path.join(folder, "data/postmaster.pid")),
  ];
  for (const [nth, reached] of moments.entries()) {
    const task = `killed-prepare-${nth}`;
    await machine.must(["task", "run", task, "--", "backup", "prepare"], request("rst_killed", id, null));
    await waitFor(`moment ${nth}`, () =>
      Promise.resolve(reached() || existsSync(path.join(folder, "prepared.json"))),
    );
    const { pid } = JSON.parse(
      await readFile(path.join(machine.paths.tasks, task, "process.json"), "utf8"),
    ) as { pid: number };
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It was quicker than we.
    }
    expect(await count("notes")).toBe(rows);
  }
  const prepared = await machine.must<Prepared>(["backup", "prepare"], request("rst_killed", id, null));
  expect(prepared.rowCount).toBeGreaterThanOrEqual(1000);
  expect(await count("notes")).toBe(rows);
});

test("a transaction of several segments is whole when it was committed by then, and absent a moment before", async () => {
  await machine.sql("create table big (id int, body text)");
  const { id } = await create();
  const client = new pg.Client({
    connectionString: (await readFile(machine.paths.postgresUrl, "utf8")).trim(),
  });
  await client.connect();
  await client.query("begin");
  await client.query("insert into big select n, repeat(md5(n::text), 30) from generate_series(1, 40000) n");
  const before = await moment();
  await client.query("commit");
  await client.end();
  const after = await moment();
  await machine.sql("insert into big values (0, 'later')");
  await create();
  expect(await asOf("rst_big_0", id, before, () => count("big"))).toBe(0);
  expect(await asOf("rst_big_1", id, after, () => count("big"))).toBe(40_000);
  expect(await count("big")).toBe(40_001);
});

test("a target at the very instant of a commit has that commit, and none after it", async () => {
  await machine.sql("alter system set track_commit_timestamp = on");
  await machine.sql("alter system set max_prepared_transactions = 4");
  await machine.must(["stop"]);
  await machine.must(["start"]);
  await machine.sql("create table instants (id int)");
  const { id } = await create();
  for (const nth of [1, 2, 3]) await machine.sql(`insert into instants values (${nth})`);
  const [row] = await machine.sql<{ at: string }>(
    `select to_char(pg_xact_commit_timestamp(xmin) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from instants where id = 2`,
  );
  await create();
  expect(await asOf("rst_exact", id, row?.at ?? "", () => count("instants"))).toBe(2);
});

test("a prepared transaction is still prepared after a restore, and can be committed", async () => {
  await machine.sql("create table promised (id int)");
  const client = new pg.Client({
    connectionString: (await readFile(machine.paths.postgresUrl, "utf8")).trim(),
  });
  await client.connect();
  await client.query("begin");
  await client.query("insert into promised values (1)");
  await client.query("prepare transaction 'two-phase'");
  await client.end();
  const { id } = await create();
  await machine.must<Prepared>(["backup", "prepare"], request("rst_two", id, null));
  await machine.must(["backup", "switch", "rst_two"]);
  expect(await count("promised")).toBe(0);
  await machine.sql("commit prepared 'two-phase'");
  expect(await count("promised")).toBe(1);
});

test("in maintenance every address of the server answers 503, and afterwards serves again", async () => {
  const at = async (host: string, url: string) =>
    (await machine.get(`${host}.${machine.domain}`, url)).status;
  await machine.must(["maintenance", "on"]);
  expect([await at("api", "/v1/graphql"), await at("auth", "/signin")]).toEqual([503, 503]);
  expect((await status()).maintenance).toBe(true);
  await machine.must(["maintenance", "off"]);
  expect(await at("auth", "/healthz")).toBe(200);
});

test("a drill on the server restores its newest backup for real, reads every row, and leaves nothing behind", async () => {
  await create();
  for (const scenario of ["database-corruption", "bad-deploy"]) {
    const drill = await machine.must<ServerDrill>(["dr", "drill", "--scenario", scenario]);
    expect(drill, JSON.stringify(drill)).toMatchObject({ passed: true, checks: [{ status: "passed" }] });
    expect(drill.rowCount).toBeGreaterThanOrEqual(1000);
  }
  expect((await readdir(machine.paths.restores)).filter((name) => name.startsWith("drill"))).toEqual([]);
});

test("a database of thousands of tables is read to its end, and nothing that reading needs stays behind", async () => {
  await machine.sql("create database many");
  const url = new URL((await readFile(machine.paths.postgresUrl, "utf8")).trim());
  const inMany = (database: string) => {
    url.pathname = `/${database}`;
    return { connectionString: url.href };
  };
  const many = new pg.Client(inMany("many"));
  await many.connect();
  for (let from = 0; from < 2000; from += 250) {
    await many.query(`do $$ begin for n in ${from}..${from + 249} loop
      execute format('create table t%s (id int primary key)', n);
      execute format('insert into t%s values (1)', n);
    end loop; end $$`);
  }
  await many.end();
  await machine.sql("alter system set max_locks_per_transaction = 10");
  await machine.must(["stop"]);
  await machine.must(["start"]);
  const examined = await examineCluster(inMany);
  expect(examined.indexes).toBeGreaterThanOrEqual(2000);
  expect(examined.rowCount).toBeGreaterThanOrEqual(2000);
  const after = new pg.Client(inMany("many"));
  await after.connect();
  const { rows } = await after.query("select extname from pg_extension where extname = 'amcheck'");
  await after.end();
  expect(rows).toEqual([]);
  await machine.sql("alter system reset max_locks_per_transaction");
  await machine.sql("drop database many");
  await machine.must(["stop"]);
  await machine.must(["start"]);
});

test("the former data can be put back for a day, and is removed after it", async () => {
  const { id } = await create();
  await machine.must<Prepared>(["backup", "prepare"], request("rst_fenced", id, null));
  await machine.must(["backup", "switch", "rst_fenced"]);
  const hours = (count: number) => Date.now() + count * 3_600_000;
  expect(await removeExpired(machine.paths, hours(23.9))).not.toContain("rst_fenced");
  expect(await removeExpired(machine.paths, hours(24.1))).toContain("rst_fenced");
  expect((await machine.run(["backup", "undo", "rst_fenced"])).exitCode).not.toBe(0);
  expect(await count("notes")).toBeGreaterThanOrEqual(1000);
});
