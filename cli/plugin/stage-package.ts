import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { pluginManifestSchema, type RegistryIndex } from "@/cli/contract/registry";
import { Failure } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";
import { fetchRegistry } from "./fetch-registry";
import type { LedgerEntry } from "./ledger";
import { checkPackage, unpackPackage } from "./unpack-package";

type IndexEntry = RegistryIndex["plugins"][number];

/** Downloads one package, verifies it and unpacks it into `folder`. Nothing outside of that folder changes. */
export async function stagePackage(
  entry: IndexEntry,
  options: { registryUrl: string; licenseKey: string | null; keyId: string; folder: string },
): Promise<LedgerEntry> {
  const { sha256, sizeBytes, path: location, ...fields } = entry;
  const manifest = pluginManifestSchema.parse(fields);
  const what = `${entry.name} ${entry.version}`;
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(location) || location.includes("..")) {
    throw new Failure("package_tampered", `The index names an impossible path for ${what}`);
  }
  log.info(`Downloading ${what}`);
  const bytes = await fetchRegistry(`${options.registryUrl}/${location}`, {
    what,
    limitBytes: sizeBytes,
    licenseKey: entry.tier === "pro" ? options.licenseKey : null,
    notFoundCode: "package_not_found",
  });
  checkPackage(what, bytes, { sha256, sizeBytes });
  await mkdir(options.folder, { recursive: true });
  await unpackPackage(bytes, options.folder);

  const text = await readFile(path.join(options.folder, "plugin.json"), "utf8").catch(() => "null");
  const inside = pluginManifestSchema.safeParse(safeJson(text));
  if (!inside.success || !isDeepStrictEqual(inside.data, manifest)) {
    throw new Failure("package_tampered", `The manifest inside ${what} is not the one in the index`);
  }
  return { name: entry.name, version: entry.version, sha256, keyId: options.keyId, manifest };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
