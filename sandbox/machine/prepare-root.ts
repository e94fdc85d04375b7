import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureHostKey } from "./host-key";
import type { MachineRecord } from "./machine-record";
import { postgresBinaries } from "./postgres-binaries";
import { minioCommand } from "./storage-program";

const folders = [
  "etc/nself",
  "etc/ssh",
  "etc/systemd/system",
  "opt",
  "root/.ssh",
  "usr/local/bin",
  "var/lib",
  "var/log",
];
const nobody = { uid: 65_534, gid: 65_534 };

/** PostgreSQL refuses to run as root, so a sandbox that is root lets it run as nobody. */
export function databaseAccount(): { uid: number; gid: number } | null {
  return process.getuid?.() === 0 ? nobody : null;
}

/**
 * What is there before cloud-init's modules run: the image's folders, a fresh `/run` and `/tmp`, `machine.json`, the SSH
 * host key, and on the first boot the provider's keys in `authorized_keys`.
 */
export function prepareRoot(root: string, record: MachineRecord): void {
  rmSync(join(root, "run"), { recursive: true, force: true });
  for (const folder of [...folders, "run", "tmp"]) mkdirSync(join(root, folder), { recursive: true });
  chmodSync(join(root, "tmp"), 0o1777);
  chmodSync(join(root, "root/.ssh"), 0o700);
  const machine = {
    runtime: "process",
    postgresBin: postgresBinaries(),
    ports: record.ports,
    minioCommand: minioCommand(),
    runAs: databaseAccount(),
  };
  writeFileSync(join(root, "etc/nself/machine.json"), `${JSON.stringify(machine, null, 2)}\n`);
  writeFileSync(join(root, "etc/hostname"), `${record.name}\n`);
  ensureHostKey(root, record.name);
  const keysFile = join(root, "root/.ssh/authorized_keys");
  if (!existsSync(keysFile)) {
    writeFileSync(keysFile, record.sshKeys.map((key) => `${key}\n`).join(""), { mode: 0o600 });
  }
}
