import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { chmod, mkdir } from "node:fs/promises";
import { readText, writeFileAtomically } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";

/** The server's TLS key (P-256, PKCS#8): made once, 0600, never leaves the server. */
export async function ensureTlsKey(paths: Paths): Promise<KeyObject> {
  const present = await readText(paths.tlsKey);
  if (present !== null) return createPrivateKey(present);
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await mkdir(paths.tls, { recursive: true });
  await chmod(paths.tls, 0o700);
  await writeFileAtomically(
    paths.tlsKey,
    privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    0o600,
  );
  return privateKey;
}
