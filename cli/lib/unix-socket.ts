import path from "node:path";
import type { Paths } from "./paths";

/** Linux keeps 108 bytes for the path of a unix socket (unix(7)). */
const limitBytes = 107;

/**
 * The address of a socket in the run folder. A path that is too long is given relative to the run folder, which becomes the current
 * directory then; everything else in nself uses absolute paths.
 */
export function socketAddress(paths: Paths, name: string): string {
  const full = path.join(paths.run, `${name}.sock`);
  if (Buffer.byteLength(full) <= limitBytes) return full;
  process.chdir(paths.run);
  return `${name}.sock`;
}
