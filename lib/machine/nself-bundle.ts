import { readFile } from "node:fs/promises";
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import packageJson from "@/package.json";

export interface NselfBundle {
  bytes: Buffer;
  sha256: string;
  version: string;
}

let loaded: Promise<NselfBundle> | undefined;

/** The bundled `nself` that servers install, of the app's own version; read once. */
export function nselfBundle(): Promise<NselfBundle> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<NselfBundle> {
  const bytes = await readFile(env().NSELF_BUNDLE);
  return { bytes, sha256: sha256(bytes), version: packageJson.version };
}
