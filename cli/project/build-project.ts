import { createHash } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { readText, writeFileAtomically } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { readStack } from "@/cli/project/read-stack";
import { ensureSecrets } from "@/cli/project/secrets";
import { ensurePlaceholder } from "@/cli/tls/placeholder";
import { renderArchiveScript } from "@/lib/stack/archive-script";
import { type ProjectFile, renderProject } from "@/lib/stack/render-project";

export interface Built {
  changed: boolean;
  files: { path: string; sha256: string }[];
}

async function writeIfChanged(project: string, file: ProjectFile): Promise<boolean> {
  const target = path.join(project, file.path);
  if ((await readText(target)) === file.content && ((await stat(target)).mode & 0o777) === file.mode)
    return false;
  await writeFileAtomically(target, file.content, file.mode);
  return true;
}

/** Sites are ours alone: one that the stack no longer has goes. conf.d belongs to the customer and is never touched. */
async function removeOldSites(paths: Paths, wanted: Set<string>): Promise<boolean> {
  const folder = path.join(paths.project, "nginx/sites");
  const old = (await readdir(folder)).filter((name) => !wanted.has(`nginx/sites/${name}`));
  for (const name of old) await rm(path.join(folder, name), { recursive: true });
  return old.length > 0;
}

/** Renders every generated file from the stack; writes only what differs. Never calls the network. */
export async function buildProject(paths: Paths): Promise<Built> {
  const stack = await readStack(paths);
  const files = renderProject(stack, await ensureSecrets(paths));
  for (const folder of ["nginx/conf.d", "nginx/sites", "functions"]) {
    await mkdir(path.join(paths.project, folder), { recursive: true });
  }
  let changed = false;
  for (const file of files) if (await writeIfChanged(paths.project, file)) changed = true;
  if (await removeOldSites(paths, new Set(files.map((file) => file.path)))) changed = true;
  if ((await readText(paths.archiveScript)) !== renderArchiveScript()) {
    await writeFileAtomically(paths.archiveScript, renderArchiveScript(), 0o755);
  }
  await ensurePlaceholder(paths, stack.domain);
  return {
    changed,
    files: files.map((file) => ({
      path: path.join(paths.project, file.path),
      sha256: createHash("sha256").update(file.content).digest("hex"),
    })),
  };
}
