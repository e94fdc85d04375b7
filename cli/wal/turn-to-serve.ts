import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { segmentNamePattern } from "./read-segment";

const turnSchema = z.object({ at: z.iso.datetime() });

/** One file for each timeline, so that who notes a turn and who has used one never write the same. */
const fileOf = (paths: Paths, timeline: number) => `${paths.walLedger}.turn-${timeline}`;

/** Notes that the timeline of the data in place serves from now on, after a restore or an undo. */
export async function noteTurn(paths: Paths): Promise<void> {
  const timeline = await timelineInPlace(paths);
  if (timeline === null) return; // data without a log serves nothing, and is no reason not to put it back
  await writeJson(fileOf(paths, timeline), { at: new Date().toISOString() }, 0o600);
}

/** When the timeline took its turn, if none of its segments was shipped since. */
export async function turnOf(paths: Paths, timeline: number): Promise<Date | null> {
  const turn = await readJson(fileOf(paths, timeline), turnSchema);
  return turn && new Date(turn.at);
}

export async function endTurn(paths: Paths, timeline: number): Promise<void> {
  await rm(fileOf(paths, timeline), { force: true });
}

/** The newest that the cluster has written to: segments of its ancestors may lie beside. */
async function timelineInPlace(paths: Paths): Promise<number | null> {
  const names = await readdir(path.join(paths.postgresData, "pg_wal")).catch(() => [] as string[]);
  const timelines = names
    .filter((name) => segmentNamePattern.test(name))
    .map((name) => Number.parseInt(name.slice(0, 8), 16));
  return timelines.length === 0 ? null : Math.max(...timelines);
}
