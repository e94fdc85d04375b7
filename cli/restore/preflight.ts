import { openRepository } from "@/cli/backup/open-repository";
import { readManifest } from "@/cli/backup/read-manifest";
import { readBackupSettings } from "@/cli/backup/settings";
import type { Preflight, RestoreRequest } from "@/cli/contract/backup";
import { withPostgres } from "@/cli/lib/connect-postgres";
import { readText } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { diskSpace } from "@/cli/wal/ship-wal";
import { neededBytes } from "./room-for-restore";

/** What a restore would need and find here, without changing anything. */
export async function preflight(paths: Paths, request: RestoreRequest): Promise<Preflight> {
  const repository = openRepository(request.source ?? (await readBackupSettings(paths)));
  const manifest = await readManifest(repository, request.target.backupId);
  const walFiles = await repository.store.list(repository.names.allWal);
  const replayed = walFiles.filter(
    ({ name }) => name.slice(-16) >= manifest.postgres.startSegment.slice(8),
  ).length;
  const { freeBytes } = await diskSpace(paths.state);
  const objectBytes = manifest.objects?.plainBytes ?? 0;
  const needed = neededBytes(manifest.postgres.dataBytes + objectBytes);
  const serverPostgresVersion = await serverVersion(paths);
  return {
    backupId: manifest.id,
    dataBytes: manifest.postgres.dataBytes,
    storedBytes: manifest.postgres.chunks.reduce((sum, chunk) => sum + chunk.storedBytes, 0),
    objectBytes,
    walSegments: target(request) ? replayed : 1,
    neededBytes: needed,
    freeBytes,
    postgresVersion: manifest.postgres.version,
    serverPostgresVersion,
    enoughDisk: freeBytes > needed,
    sameMajor: Math.floor(serverPostgresVersion / 10_000) === Math.floor(manifest.postgres.version / 10_000),
  };
}

const target = (request: RestoreRequest) => request.target.at !== null;

/** The data folder knows its major version also when nothing runs. */
async function serverVersion(paths: Paths): Promise<number> {
  try {
    return await withPostgres(paths, async (client) => {
      const { rows } = await client.query<{ version: string }>(
        "select current_setting('server_version_num') as version",
      );
      return Number(rows[0]?.version);
    });
  } catch {
    return Number((await readText(`${paths.postgresData}/PG_VERSION`))?.trim() ?? 16) * 10_000;
  }
}
