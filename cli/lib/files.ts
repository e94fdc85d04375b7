import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import { Failure, systemCode } from "./failure";

/** Replaces a file in one step: readers see the old or the new one, never a part, also after a power cut. */
export async function writeFileAtomically(
  file: string,
  content: string | Uint8Array,
  mode = 0o644,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.${randomBytes(6).toString("hex")}.part`;
  const handle = await open(part, "wx", mode);
  try {
    await handle.writeFile(content);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file).catch(async (error: unknown) => {
    await rm(part, { force: true });
    throw error;
  });
}

export function writeJson(file: string, value: unknown, mode = 0o644): Promise<void> {
  return writeFileAtomically(file, `${JSON.stringify(value, null, 2)}\n`, mode);
}

/** The file's text, or null when there is none. */
export async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** A JSON file of ours, parsed; null when there is none. A damaged one is an error that names it. */
export async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readText(file);
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new Failure("damaged_file", `${file} cannot be read`, { cause: error });
  }
}
