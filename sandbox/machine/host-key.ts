import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ssh2 from "ssh2";

export const hostKeyPath = "etc/ssh/ssh_host_ed25519_key";

/** Makes the machine's ed25519 host key when it has none, as cloud-init does before it runs commands. */
export function ensureHostKey(root: string, hostname: string): void {
  const path = join(root, hostKeyPath);
  if (existsSync(path)) return;
  const pair = ssh2.utils.generateKeyPairSync("ed25519", { comment: `root@${hostname}` });
  writeFileSync(path, pair.private, { mode: 0o600 });
  writeFileSync(`${path}.pub`, `${pair.public.trim()}\n`, { mode: 0o644 });
}

export function readHostKey(root: string): string {
  return readFileSync(join(root, hostKeyPath), "utf8");
}

/** A key that nobody has seen: what a machine in the middle would show. */
export function strangeHostKey(): string {
  return ssh2.utils.generateKeyPairSync("ed25519").private;
}
