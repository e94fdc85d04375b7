import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { Failure } from "@/cli/lib/failure";

/** A package is text: manifest, migrations, metadata. */
const unpackedLimitBytes = 32 * 1024 * 1024;
const fileLimit = 2000;

const tampered = (message: string, cause?: unknown) => new Failure("package_tampered", message, { cause });

/** The bytes are what the signed index says, or the package is refused. */
export function checkPackage(
  name: string,
  bytes: Buffer,
  expected: { sha256: string; sizeBytes: number },
): void {
  if (bytes.length !== expected.sizeBytes)
    throw tampered(`${name} has ${bytes.length} bytes instead of ${expected.sizeBytes}`);
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (actual !== expected.sha256)
    throw tampered(`${name} has checksum ${actual} instead of ${expected.sha256}`);
}

/** Where an entry belongs inside the folder; names that point elsewhere are refused. */
function entryPath(folder: string, name: string): string {
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (name.startsWith("/") || name.includes("\\") || name.includes("\0") || parts.includes("..")) {
    throw tampered(`The package holds a file outside of itself: ${JSON.stringify(name)}`);
  }
  return path.join(folder, ...parts);
}

/** Unpacks a .tgz into an empty folder: plain files and folders only, no links, no devices, no executable or foreign modes. */
export async function unpackPackage(bytes: Buffer, folder: string): Promise<void> {
  const archive = Readable.from([bytes])
    .pipe(createGunzip())
    .on("error", (error) => unpacking.destroy(error));
  const unpacking = extract();
  archive.pipe(unpacking);
  let sizeBytes = 0;
  let count = 0;
  try {
    for await (const entry of unpacking) {
      const { name, type, size } = entry.header;
      const target = entryPath(folder, name);
      count += 1;
      sizeBytes += size ?? 0;
      if (sizeBytes > unpackedLimitBytes || count > fileLimit)
        throw tampered("The package is too large unpacked");
      if (type === "directory") await mkdir(target, { recursive: true });
      else if (type !== "file") throw tampered(`The package holds a ${type}: ${JSON.stringify(name)}`);
      else {
        const chunks: Buffer[] = [];
        for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, Buffer.concat(chunks), { flag: "wx", mode: 0o644 });
      }
      entry.resume();
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw tampered("The package cannot be unpacked", error);
  }
}
