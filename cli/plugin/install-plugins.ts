import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { PluginManifest, RegistryIndex } from "@/cli/contract/registry";
import { Failure } from "@/cli/lib/failure";
import { readText } from "@/cli/lib/files";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { readServerFile } from "@/cli/lib/server-file";
import { readStack } from "@/cli/project/read-stack";
import { checkConflicts } from "./check-conflicts";
import { fetchIndex } from "./fetch-index";
import { type LedgerEntry, readLedger } from "./ledger";
import { stagePackage } from "./stage-package";
import { switchPlugins } from "./switch-plugins";

const parallelDownloads = 4;

/** `name@version`, or `name` for the newest in the index. */
function choose(index: RegistryIndex, wish: string): RegistryIndex["plugins"][number] {
  const [name = "", version] = wish.split("@");
  const named = index.plugins.filter((entry) => entry.name === name);
  const newest = [...named].sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }))[0];
  const chosen = version === undefined ? newest : named.find((entry) => entry.version === version);
  if (chosen) return chosen;
  throw new Failure("plugin_not_found", `The registry has no plugin ${wish}`);
}

/**
 * Installs plugins, all or none: verify the index, refuse conflicts, download and verify every package beside, then switch and build. What is
 * installed already in the same version and with the same checksum is not downloaded again.
 */
export async function installPlugins(paths: Paths, wishes: string[]): Promise<LedgerEntry[]> {
  const server = await readServerFile(paths);
  const stack = await readStack(paths);
  const { index, keyId } = await fetchIndex(paths, server);
  const chosen = [...new Map(wishes.map((wish) => [wish.split("@")[0], choose(index, wish)])).values()];

  const { plugins: installed } = await readLedger(paths);
  const kept = installed.filter((entry) => !chosen.some(({ name }) => name === entry.name));
  const manifests: PluginManifest[] = [...kept.map((entry) => entry.manifest), ...chosen];
  checkConflicts(stack, manifests);

  const wanted = chosen.filter(
    (entry) => !installed.some((present) => present.name === entry.name && present.sha256 === entry.sha256),
  );
  if (wanted.length === 0) return installed;
  const licenseKey = (await readText(paths.licenseKey))?.trim() ?? null;
  if (wanted.some((entry) => entry.tier === "pro") && !licenseKey) {
    throw new Failure("license_required", "Pro plugins need a licence key", { hint: "nself license set" });
  }

  const staging = path.join(paths.project, `.plugins.${process.pid}`);
  try {
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
    const staged: LedgerEntry[] = [];
    const queue = [...wanted];
    const work = async () => {
      for (let entry = queue.shift(); entry; entry = queue.shift()) {
        const folder = path.join(staging, entry.name);
        staged.push(
          await stagePackage(entry, { registryUrl: server.registryUrl, licenseKey, keyId, folder }),
        );
      }
    };
    await Promise.all(Array.from({ length: parallelDownloads }, work));
    await mkdir(paths.plugins, { recursive: true });
    for (const entry of staged) {
      const target = path.join(paths.plugins, `${entry.name}-${entry.version}-${entry.sha256.slice(0, 12)}`);
      await rm(target, { recursive: true, force: true });
      await rename(path.join(staging, entry.name), target);
    }
    const same = installed.filter((entry) => !staged.some(({ name }) => name === entry.name));
    await switchPlugins(paths, [...same, ...staged]);
    for (const entry of staged) log.info(`Installed ${entry.name} ${entry.version}`);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return (await readLedger(paths)).plugins;
}
