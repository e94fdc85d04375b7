import { sign } from "node:crypto";
import type { RegistryIndex } from "@/cli/contract/registry";
import { inSeconds, now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { catalogue } from "./catalogue";
import { packPlugin } from "./pack-plugin";
import { registryKeyId, registrySigningKey } from "./registry-key";

const validSeconds = 7 * 86_400;

/**
 * The registry's index, signed. Its version grows whenever the plugins change (a row per content digest), so a server can
 * refuse an older one; it expires in a week, so a server can refuse a frozen one.
 */
export async function signIndex(): Promise<{ keyId: string; payload: string; signature: string }> {
  const plugins = await Promise.all(
    catalogue.map(async (manifest) => {
      const { bytes, sha256: hash } = await packPlugin(manifest);
      const path = `packages/${manifest.name}-${manifest.version}.tgz`;
      return { ...manifest, sha256: hash, sizeBytes: bytes.byteLength, path };
    }),
  );
  const digest = sha256(JSON.stringify(plugins));
  const { version } = await db().registryIndex.upsert({ where: { digest }, create: { digest }, update: {} });
  const index: RegistryIndex = {
    version,
    issuedAt: now().toISOString(),
    expiresAt: inSeconds(validSeconds).toISOString(),
    plugins,
  };
  const payload = Buffer.from(JSON.stringify(index));
  return {
    keyId: registryKeyId(),
    payload: payload.toString("base64"),
    signature: sign(null, payload, registrySigningKey()).toString("base64"),
  };
}
