import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { Failure, systemCode } from "@/cli/lib/failure";

/** Folders whose content a restored server makes anew (PostgreSQL documentation, "Backing Up the Data Directory"). */
const emptied = new Set([
  "pg_wal",
  "pg_replslot",
  "pg_dynshmem",
  "pg_notify",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
]);
const leftOut =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|current_logfiles|recovery\.signal|standby\.signal)$/;
const leftOutAnywhere = /^(pgsql_tmp|pg_internal\.init)/;

export interface DataFile {
  path: string;
  sizeBytes: number;
  mode: number;
}

/**
 * What belongs into a base backup of a data folder: its folders and its files, the control file last. Files that go while
 * we look are none of ours: the write-ahead log tells what became of them. Throws `tablespaces` where there are any.
 */
export async function listDataFiles(root: string): Promise<{ folders: string[]; files: DataFile[] }> {
  const folders: string[] = [];
  const files: DataFile[] = [];
  const visit = async (below: string): Promise<void> => {
    const names = await readdir(path.join(root, below)).catch((error) => {
      if (systemCode(error) === "ENOENT") return [];
      throw error;
    });
    for (const name of names.sort()) {
      const relative = below === "" ? name : `${below}/${name}`;
      if ((below === "" && leftOut.test(name)) || leftOutAnywhere.test(name)) continue;
      const entry = await lstat(path.join(root, relative)).catch(() => null);
      if (!entry) continue;
      if (entry.isSymbolicLink()) {
        throw new Failure(
          "tablespaces",
          `${relative} lies outside the data folder; tablespaces cannot be backed up`,
        );
      }
      if (entry.isDirectory()) {
        folders.push(relative);
        if (emptied.has(relative)) {
          if (relative === "pg_wal") folders.push("pg_wal/archive_status");
        } else await visit(relative);
      } else if (entry.isFile()) {
        files.push({ path: relative, sizeBytes: entry.size, mode: entry.mode & 0o777 });
      }
    }
  };
  await visit("");
  const control = files.findIndex((file) => file.path === "global/pg_control");
  if (control < 0) throw new Failure("not_a_cluster", `${root} is not a data folder of PostgreSQL`);
  return {
    folders,
    files: [...files.slice(0, control), ...files.slice(control + 1), ...files.slice(control, control + 1)],
  };
}
