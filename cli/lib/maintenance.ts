import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "./files";
import type { Paths } from "./paths";

const fileSchema = z.object({ since: z.iso.datetime() });

/** While the file is there the gateway answers 503 to everything but health. It survives a reboot. */
export async function readMaintenance(paths: Paths): Promise<{ maintenance: boolean; since: string | null }> {
  const file = await readJson(paths.maintenance, fileSchema);
  return { maintenance: file !== null, since: file?.since ?? null };
}

export async function setMaintenance(paths: Paths, on: boolean): Promise<void> {
  await mkdir(path.dirname(paths.maintenance), { recursive: true });
  if (!on) return await rm(paths.maintenance, { force: true });
  if (!(await readMaintenance(paths)).maintenance) {
    await writeJson(paths.maintenance, { since: new Date().toISOString() });
  }
}
