import type { z } from "zod";
import type { backupListingSchema } from "@/cli/contract/backup";
import { messageOf } from "@/cli/lib/failure";
import type { OpenRepository } from "./open-repository";
import { readManifest } from "./read-manifest";

type Listed = z.infer<typeof backupListingSchema>["backups"][number];

/** What the store holds, newest first. A backup whose manifest cannot be read is named with what is wrong. */
export async function listBackups(repository: OpenRepository): Promise<Listed[]> {
  const manifests = (await repository.store.list(repository.names.backups)).filter(({ name }) =>
    name.endsWith("/manifest"),
  );
  const ids = manifests
    .map(({ name }) => name.split("/").at(-2) ?? "")
    .sort()
    .reverse();
  const listed: Listed[] = [];
  for (const id of ids) {
    try {
      const manifest = await readManifest(repository, id);
      listed.push({
        id,
        label: manifest.label,
        trigger: manifest.trigger,
        startedAt: manifest.startedAt,
        consistentAt: manifest.consistentAt,
        stopSegment: manifest.postgres.stopSegment,
        sizeBytes: manifest.postgres.dataBytes + (manifest.objects?.plainBytes ?? 0),
        storedBytes: manifest.postgres.chunks.reduce((sum, chunk) => sum + chunk.storedBytes, 0),
        problem: null,
      });
    } catch (error) {
      const startedAt = startOf(id);
      listed.push({
        id,
        label: null,
        trigger: "unknown",
        startedAt,
        consistentAt: null,
        stopSegment: null,
        sizeBytes: null,
        storedBytes: null,
        problem: messageOf(error),
      });
    }
  }
  return listed;
}

function startOf(id: string): string {
  const [, date = "", time = ""] = id.split("_");
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}Z`;
}
