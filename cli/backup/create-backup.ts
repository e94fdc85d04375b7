import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import {
  type BackupCreated,
  type BackupSettings,
  type Manifest,
  manifestSchema,
} from "@/cli/contract/backup";
import { withPostgres } from "@/cli/lib/connect-postgres";
import { Failure } from "@/cli/lib/failure";
import { eachInFlight } from "@/cli/lib/in-flight";
import { withLock } from "@/cli/lib/lock";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { readServerFile } from "@/cli/lib/server-file";
import { nselfVersion } from "@/cli/lib/version";
import { readLedger } from "@/cli/plugin/ledger";
import { markWal } from "@/cli/wal/mark-wal";
import { shipUntil } from "@/cli/wal/ship-until";
import { backupIdAt } from "./backup-id";
import { rememberBackup } from "./backup-ledger";
import { listDataFiles } from "./data-files";
import { type OpenRepository, openRepository } from "./open-repository";
import { readBackupSettings } from "./settings";
import { chunkBytes, storeDataFiles } from "./store-data-files";
import { backUpObjects } from "./store-objects";

interface Order {
  label: string | null;
  trigger: string;
}

const checksAtOnce = 4;

/**
 * A physical base backup by PostgreSQL's low-level API ("Making a Base Backup Using the Low Level API"), the objects, the
 * configuration and the plugin set, off-site and read back. The manifest goes last: until then there is no backup.
 * One at a time (`busy`).
 */
export async function createBackup(paths: Paths, order: Order): Promise<BackupCreated> {
  const settings = await readBackupSettings(paths);
  return await withLock(paths.backupLock, 0, async () => {
    // The database comes first for processor time; what we start from here on inherits this.
    setPriority(constants.priority.PRIORITY_LOW);
    const repository = openRepository(settings);
    const startedAt = new Date();
    const id = await freeId(repository, startedAt);
    log.info(`Backup ${id} begins`);
    const uploadFrom = performance.now();
    const postgres = await withPostgres(paths, (client) =>
      backUpPostgres(paths, settings, repository, id, client),
    );
    const objects = await backUpObjects(paths, settings, repository, id);
    // The mark's segment, too: from the backup's own end on, every moment can be reached.
    await shipUntil(paths, settings, { from: postgres.manifest.startSegment, to: postgres.marked });
    const uploadSeconds = (performance.now() - uploadFrom) / 1000;

    const manifest: Manifest = {
      version: 1,
      id,
      serverId: (await readServerFile(paths)).serverId,
      label: order.label,
      trigger: order.trigger,
      nselfVersion,
      startedAt: startedAt.toISOString(),
      consistentAt: postgres.consistentAt.toISOString(),
      postgres: postgres.manifest,
      objects: objects.manifest,
      config: await configOf(paths),
    };
    const readBackFrom = performance.now();
    await readBack(repository, manifest);
    const head = await storeManifest(repository, settings, manifest);
    const created: BackupCreated = {
      id,
      ...order,
      startedAt: manifest.startedAt,
      finishedAt: new Date().toISOString(),
      consistentAt: manifest.consistentAt,
      timeline: manifest.postgres.timeline,
      startSegment: manifest.postgres.startSegment,
      stopSegment: manifest.postgres.stopSegment,
      sizeBytes: manifest.postgres.dataBytes + (manifest.objects?.plainBytes ?? 0),
      storedBytes: storedBytes(manifest.postgres.chunks) + objects.storedBytes + head.storedBytes,
      newBytes: storedBytes(manifest.postgres.chunks) + objects.newBytes + head.storedBytes,
      manifestSha256: head.sha256,
      seconds: { upload: round(uploadSeconds), readBack: round((performance.now() - readBackFrom) / 1000) },
    };
    await rememberBackup(paths, created);
    log.info(`Backup ${id} is off-site and was read back`, { storedBytes: created.storedBytes });
    return created;
  });
}

const round = (seconds: number) => Math.round(seconds * 100) / 100;
const storedBytes = (objects: { storedBytes: number }[]) =>
  objects.reduce((sum, one) => sum + one.storedBytes, 0);

/** Ids have the grain of a second; whoever comes second in one waits for the next. */
async function freeId(repository: OpenRepository, startedAt: Date): Promise<string> {
  for (;;) {
    const id = backupIdAt(startedAt);
    const taken = await repository.store.list(`${repository.names.backups}${id}/`);
    if (taken.length === 0) return id;
    await delay(1000 - (Date.now() % 1000) + 5);
    startedAt.setTime(Date.now());
  }
}

async function backUpPostgres(
  paths: Paths,
  settings: BackupSettings,
  repository: OpenRepository,
  id: string,
  client: pg.Client,
): Promise<{ manifest: Manifest["postgres"]; consistentAt: Date; marked: string }> {
  const facts = await one<{ version: string; system: string; archiving: string; bytes: string }>(
    client,
    `select current_setting('server_version_num') as version, current_setting('archive_mode') as archiving,
       (select system_identifier::text from pg_control_system()) as system,
       (select coalesce(sum(pg_database_size(oid)), 0)::text from pg_database) as bytes`,
  );
  if (facts.archiving === "off")
    throw new Failure("archiving_off", "PostgreSQL archives nothing; a backup could not be restored");
  const { lsn: startLsn } = await one<{ lsn: string }>(
    client,
    "select pg_backup_start($1, true)::text as lsn",
    [id],
  );
  const start = await one<{ segment: string; timeline: number }>(
    client,
    "select pg_walfile_name($1::pg_lsn) as segment, (select timeline_id from pg_control_checkpoint()) as timeline",
    [startLsn],
  );
  const listed = await listDataFiles(paths.postgresData);
  const told = progressTeller(listed.files.reduce((sum, file) => sum + file.sizeBytes, 0));
  const { files, chunks } = await storeDataFiles(paths.postgresData, listed.files, async (index, plain) => {
    const { fresh: _, ...stored } = await repository.put(
      repository.names.chunk(id, index),
      plain,
      settings.lockDays?.base ?? null,
    );
    told(plain.length);
    return stored;
  });
  // Not waiting for the archiver here: if it stands still, waiting for the store below says so in time.
  const stop = await one<{ lsn: string; labelfile: string; spcmapfile: string | null }>(
    client,
    "select lsn::text, labelfile, spcmapfile from pg_backup_stop(false)",
  );
  const end = await one<{ segment: string; at: Date }>(
    client,
    "select pg_walfile_name($1::pg_lsn) as segment, clock_timestamp() as at",
    [stop.lsn],
  );
  const marked = await markWal(client);
  const dataBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (dataBytes < Number(facts.bytes) / 2) {
    throw new Failure(
      "backup_implausible",
      `The data folder gave ${dataBytes} bytes, its databases hold ${facts.bytes}`,
    );
  }
  return {
    consistentAt: end.at,
    marked,
    manifest: {
      version: Number(facts.version),
      systemIdentifier: facts.system,
      timeline: start.timeline,
      startLsn,
      stopLsn: stop.lsn,
      startSegment: start.segment,
      stopSegment: end.segment,
      backupLabel: stop.labelfile,
      dataBytes,
      databaseBytes: Number(facts.bytes),
      chunkBytes,
      chunks,
      folders: listed.folders,
      files,
    },
  };
}

async function one<T extends pg.QueryResultRow>(
  client: pg.Client,
  text: string,
  values: unknown[] = [],
): Promise<T> {
  const { rows } = await client.query<T>(text, values);
  const row = rows[0];
  if (!row) throw new Failure("postgres_failed", "PostgreSQL gave no answer");
  return row;
}

/** One line for each tenth of the way. */
function progressTeller(totalBytes: number): (bytes: number) => void {
  let done = 0;
  let told = 0;
  return (bytes) => {
    done += bytes;
    const tenth = Math.min(10, Math.floor((done / totalBytes) * 10));
    if (tenth > told) log.info(`Stored ${tenth * 10} % of ${Math.ceil(totalBytes / 1_000_000)} MB`);
    told = Math.max(told, tenth);
  };
}

/** Everything that the manifest will name is asked for once more. */
async function readBack(repository: OpenRepository, { id, postgres }: Manifest): Promise<void> {
  await eachInFlight(postgres.chunks, checksAtOnce, async (chunk, index) => {
    const problem = await repository.check(repository.names.chunk(id, index), chunk);
    if (problem) throw new Failure("store_lied", `The store does not give back what it took: ${problem}`);
  });
}

async function storeManifest(repository: OpenRepository, settings: BackupSettings, manifest: Manifest) {
  const name = repository.names.manifest(manifest.id);
  const bytes = Buffer.from(JSON.stringify(manifest));
  const stored = await repository.put(name, bytes, settings.lockDays?.base ?? null);
  const there = await repository.getExactly(name, stored);
  manifestSchema.parse(JSON.parse(there.toString("utf8")));
  if (createHash("sha256").update(there).digest("hex") !== createHash("sha256").update(bytes).digest("hex")) {
    throw new Failure("store_lied", "The manifest came back changed");
  }
  return stored;
}

/** What `nself init` was told, the secrets and the customer's own values; sealed like all the rest. */
async function configOf(paths: Paths): Promise<Manifest["config"]> {
  const wanted = [paths.stackFile, paths.secretsFile, paths.pluginValues, paths.pluginLedger];
  const files: Manifest["config"]["files"] = [];
  for (const file of wanted) {
    const content = await readFile(file).catch(() => null);
    if (content === null) continue;
    const { mode } = await stat(file);
    files.push({
      path: path.relative(paths.root, file),
      mode: mode & 0o777,
      content: content.toString("base64"),
    });
  }
  const { domain } = await readServerFile(paths);
  const { plugins } = await readLedger(paths);
  return { domain, plugins: plugins.map(({ name, version }) => ({ name, version })), files };
}
