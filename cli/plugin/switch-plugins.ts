import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Paths } from "@/cli/lib/paths";
import { buildProject } from "@/cli/project/build-project";
import { readStack } from "@/cli/project/read-stack";
import { finishSwitch } from "@/cli/restore/switch-data";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { type LedgerEntry, readLedger, writeLedger } from "./ledger";

/** Builds from the ledger and, when the stack runs, makes it follow. */
async function apply(paths: Paths): Promise<void> {
  await buildProject(paths);
  const runtime = await chooseRuntime(paths);
  if (!(await runtime.isRunning())) return;
  await finishSwitch(paths);
  await runtime.start(await readStack(paths));
}

/** Package folders that no entry names. They carry version and checksum, so that the former set stays whole until the switch. */
async function removeUnused(paths: Paths, plugins: LedgerEntry[]): Promise<void> {
  const used = new Set(plugins.map((entry) => `${entry.name}-${entry.version}-${entry.sha256.slice(0, 12)}`));
  for (const name of await readdir(paths.plugins).catch(() => [])) {
    if (!used.has(name)) await rm(path.join(paths.plugins, name), { recursive: true, force: true });
  }
}

/** Makes this the set of installed plugins; when it cannot be built or started, the former set comes back. */
export async function switchPlugins(paths: Paths, plugins: LedgerEntry[]): Promise<void> {
  const former = (await readLedger(paths)).plugins;
  await writeLedger(paths, plugins);
  try {
    await apply(paths);
  } catch (error) {
    await writeLedger(paths, former);
    await apply(paths).catch(() => {});
    throw error;
  }
  await removeUnused(paths, plugins);
}
