import { randomBytes } from "node:crypto";
import { readText, writeFileAtomically } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { parseEnvFile, renderEnvFile, type StackSecrets, secretNames } from "@/lib/stack/render-env";

/** The secrets of this server: made once, kept on every later call; a name that is new gets a value of its own. */
export async function ensureSecrets(paths: Paths): Promise<StackSecrets> {
  const present = parseEnvFile((await readText(paths.secretsFile)) ?? "");
  const secrets = Object.fromEntries(
    secretNames.map((name) => [name, present[name] || randomBytes(24).toString("hex")]),
  ) as Record<keyof StackSecrets, string>;
  if (secretNames.some((name) => present[name] !== secrets[name])) {
    const text = renderEnvFile("Made on this server. Keep it secret.", { ...present, ...secrets });
    await writeFileAtomically(paths.secretsFile, text, 0o600);
  }
  return secrets;
}
