import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, realpathSync, symlinkSync } from "node:fs";
import path from "node:path";
import { traversable } from "./embedded-postgres";

/**
 * `.data`, where a local installation keeps everything. PostgreSQL runs as `nobody` when we are root; when `nobody` may not
 * enter the project's folder, `.data` is a link to a folder below /var/tmp that it may enter.
 */
export function ensureDataDir(): string {
  const link = path.resolve(".data");
  const present = lstatSync(link, { throwIfNoEntry: false });
  if (present?.isSymbolicLink() && !existsSync(link)) mkdirSync(realpathOfBroken(link), { recursive: true });
  if (!present) {
    if (process.getuid?.() !== 0 || traversable(path.dirname(link))) {
      mkdirSync(link);
    } else {
      const folder = realpathOfBroken(link);
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      symlinkSync(folder, link);
    }
  }
  return realpathSync(link);
}

function realpathOfBroken(link: string): string {
  return `/var/tmp/nself-data-${createHash("sha256").update(link).digest("hex").slice(0, 16)}`;
}
