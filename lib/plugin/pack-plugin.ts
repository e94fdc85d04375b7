import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import type { PluginManifest } from "@/cli/contract/registry";
import { sha256 } from "@/lib/crypto";

export interface PluginPackage {
  bytes: Buffer;
  sha256: string;
}

const packed = new Map<string, Promise<PluginPackage>>();

/** The package of a plugin. Deterministic (sorted, no times, no owners), so its hash is the same on every machine. */
export function packPlugin(manifest: PluginManifest): Promise<PluginPackage> {
  const key = `${manifest.name}@${manifest.version}`;
  const known = packed.get(key) ?? makePackage(manifest);
  packed.set(key, known);
  return known;
}

async function makePackage(manifest: PluginManifest): Promise<PluginPackage> {
  const tar = pack();
  tar.entry(
    { name: "plugin.json", mtime: new Date(0), mode: 0o644, uid: 0, gid: 0 },
    `${JSON.stringify(manifest, null, 2)}\n`,
  );
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(Buffer.from(chunk as Uint8Array));
  const bytes = gzipSync(Buffer.concat(chunks), { level: 9 });
  // Byte 9 of a gzip header names the operating system (RFC 1952): 255 is "unknown".
  bytes[9] = 255;
  return { bytes, sha256: sha256(bytes) };
}
