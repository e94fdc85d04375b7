import { z } from "zod";
import { pluginManifestSchema } from "@/cli/contract/registry";
import { installedPluginSchema } from "@/cli/contract/server";
import { readJson, writeJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";

const ledgerSchema = z.object({
  plugins: z.array(installedPluginSchema.extend({ manifest: pluginManifestSchema })),
});
export type Ledger = z.infer<typeof ledgerSchema>;
export type LedgerEntry = Ledger["plugins"][number];

/** `/opt/nself/plugins.json`: what is installed. The stack is built from it. */
export async function readLedger(paths: Paths): Promise<Ledger> {
  return (await readJson(paths.pluginLedger, ledgerSchema)) ?? { plugins: [] };
}

/** Replaces the ledger in one step, sorted by name: this is the moment at which plugins are installed or gone. */
export async function writeLedger(paths: Paths, plugins: LedgerEntry[]): Promise<void> {
  const sorted = [...plugins].sort((a, b) => a.name.localeCompare(b.name));
  await writeJson(paths.pluginLedger, { plugins: sorted }, 0o600);
}

/** What the commands print of an entry. */
export const publicEntry = ({ name, version, sha256, keyId }: LedgerEntry) => ({
  name,
  version,
  sha256,
  keyId,
});
