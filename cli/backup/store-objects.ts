import type { BackupSettings, Manifest } from "@/cli/contract/backup";
import type { Paths } from "@/cli/lib/paths";
import type { OpenRepository } from "./open-repository";

export async function backUpObjects(
  _paths: Paths,
  _settings: BackupSettings,
  _repository: OpenRepository,
  _id: string,
): Promise<{ manifest: Manifest["objects"]; storedBytes: number; newBytes: number }> {
  return { manifest: null, storedBytes: 0, newBytes: 0 };
}

export async function checkObjects(_repository: OpenRepository, _manifest: Manifest): Promise<number> {
  return 0;
}
