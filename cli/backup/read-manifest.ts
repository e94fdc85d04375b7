import { type Manifest, manifestSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import type { OpenRepository } from "./open-repository";

/** Throws `no_such_backup`, `repository_damaged` or `wrong_key`. */
export async function readManifest(repository: OpenRepository, id: string): Promise<Manifest> {
  const bytes = await repository.get(repository.names.manifest(id));
  if (!bytes) throw new Failure("no_such_backup", `There is no backup ${id}`, { hint: "nself backup list" });
  const parsed = manifestSchema.safeParse(parseJson(bytes));
  if (!parsed.success || parsed.data.id !== id) {
    throw new Failure("repository_damaged", `The manifest of ${id} cannot be read`);
  }
  return parsed.data;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return null;
  }
}
