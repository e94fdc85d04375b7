import { execFile } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Copies a disk with owners and modes, as it is while the machine may be writing to it: consistent as after a power cut
 * at best, like the provider's own images. Answers its size in bytes.
 */
export async function copyDisk(from: string, to: string): Promise<number> {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  try {
    await run("cp", ["-a", `${from}/.`, to]);
  } catch (error) {
    // Files that vanished while it copied end cp with 1; a copy without /etc is none.
    if (!existsSync(join(to, "etc"))) throw error;
  }
  rmSync(join(to, "run"), { recursive: true, force: true });
  const { stdout } = await run("du", ["-sk", to]);
  return Number(stdout.split("\t")[0]) * 1024;
}

/** What makes a copied disk a new instance: its own host key, cloud-init to run again, no lock of the old database. */
export async function forgetInstance(root: string): Promise<void> {
  for (const path of [
    "etc/ssh",
    "var/lib/cloud",
    "root/.ssh/authorized_keys",
    "var/lib/nself/postgres-url",
  ]) {
    rmSync(join(root, path), { recursive: true, force: true });
  }
  await run("find", [root, "-name", "postmaster.pid", "-delete"]);
}

export async function removeDisk(root: string): Promise<void> {
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
}
