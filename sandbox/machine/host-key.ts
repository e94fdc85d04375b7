import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ssh2 from "ssh2";

/** Type name and 32 bytes of key, each with its length (RFC 8709). */
const ed25519BlobBytes = 51;

const hostKeyPath = "etc/ssh/ssh_host_ed25519_key";

/** Makes the machine's ed25519 host key when it has none, as cloud-init does before it runs commands. */
export function ensureHostKey(root: string, hostname: string): void {
  const path = join(root, hostKeyPath);
  if (existsSync(path)) return;
  const pair = newKeyPair(`root@${hostname}`);
  writeFileSync(path, pair.private, { mode: 0o600 });
  writeFileSync(`${path}.pub`, `${pair.public.trim()}\n`, { mode: 0o644 });
}

export function readHostKey(root: string): string {
  return readFileSync(join(root, hostKeyPath), "utf8");
}

/** Type and key, without the comment. */
export function readPublicHostKey(root: string): string {
  const line = readFileSync(join(root, `${hostKeyPath}.pub`), "utf8");
  return line.trim().split(" ").slice(0, 2).join(" ");
}

/** A key that nobody has seen: what a machine in the middle would show. */
export function strangeHostKey(): string {
  return newKeyPair("stranger").private;
}

/** ssh2 drops leading zero bytes of a key, which makes one in about a hundred malformed: those are thrown away. */
function newKeyPair(comment: string): { private: string; public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519", { comment });
    if (isSound(pair.private)) return pair;
  }
}

function isSound(privateKey: string): boolean {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error || key.getPublicSSH().length !== ed25519BlobBytes) return false;
  const message = Buffer.from("sound?");
  const signature: Buffer | Error = key.sign(message);
  return !(signature instanceof Error) && key.verify(message, signature) === true;
}
