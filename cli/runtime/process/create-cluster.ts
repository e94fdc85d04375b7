import { existsSync } from "node:fs";
import { appendFile, chmod, chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure } from "@/cli/lib/failure";
import { writeFileAtomically } from "@/cli/lib/files";
import { log } from "@/cli/lib/log";
import type { ProcessMachine } from "@/cli/lib/machine-file";
import type { Paths } from "@/cli/lib/paths";
import { run } from "@/cli/lib/spawn";
import { postgresSettings } from "@/lib/stack/postgres-settings";

/** Small: many such machines share one box. */
const memoryMb = 64;

async function writeSettings(paths: Paths, machine: ProcessMachine, data: string): Promise<void> {
  const settings = {
    ...postgresSettings({
      memoryMb,
      maxConnections: 50,
      archiveScript: paths.archiveScript,
      spool: paths.walSpool,
    }),
    listen_addresses: "127.0.0.1",
    port: String(machine.ports.postgres),
    unix_socket_directories: "",
    jit: "off",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  await writeFile(path.join(data, "nself.conf"), `# Written by nself start.\n${lines.join("\n")}\n`);
}

/**
 * The data folder of PostgreSQL: made beside and renamed when it is whole, so that a crash half way leaves none. The settings are written
 * anew each time, the port may have moved.
 */
export async function ensureCluster(paths: Paths, machine: ProcessMachine, password: string): Promise<void> {
  const owner = machine.runAs;
  for (const folder of [paths.state, paths.logs, paths.walSpool]) await mkdir(folder, { recursive: true });
  if (owner) await chown(paths.walSpool, owner.uid, owner.gid);

  if (!existsSync(path.join(paths.postgresData, "PG_VERSION"))) {
    log.info("Creating the PostgreSQL data folder");
    const making = `${paths.postgresData}.making`;
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { mode: 0o700 });
    if (owner) await chown(making, owner.uid, owner.gid);
    // initdb runs as another account, which cannot open our standard input.
    const passwordFile = `${making}.password`;
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (owner) await chown(passwordFile, owner.uid, owner.gid);
    const made = await run(
      [
        path.join(machine.postgresBin, "initdb"),
        `--pgdata=${making}`,
        "--username=postgres",
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        "--encoding=UTF8",
        "--data-checksums",
        "--locale=C",
        // The start that follows syncs what it writes; a cluster that did not survive a power cut here is made again.
        "--no-sync",
      ],
      { as: owner, cwd: "/" },
    );
    await rm(passwordFile, { force: true });
    if (made.exitCode !== 0) {
      throw new Failure(
        "postgres_failed",
        `initdb failed: ${(made.stderr || made.stdout).trim().slice(-500)}`,
      );
    }
    await appendFile(path.join(making, "postgresql.conf"), "\ninclude = 'nself.conf'\n");
    await rename(making, paths.postgresData);
  }
  await writeSettings(paths, machine, paths.postgresData);
  await chmod(path.join(paths.postgresData, "nself.conf"), 0o644);
  const url = `postgresql://postgres:${password}@127.0.0.1:${machine.ports.postgres}/postgres`;
  await writeFileAtomically(paths.postgresUrl, `${url}\n`, 0o600);
}
