import type { Tx } from "@/lib/db";
import { type DrillNotes, notesOf } from "./drill-plan";

/** Adds to a drill's notes in the caller's transaction. */
export async function noteDrill(
  tx: Tx,
  drillId: string,
  add: (notes: DrillNotes) => Partial<DrillNotes>,
): Promise<void> {
  const drill = await tx.drill.findUniqueOrThrow({ where: { id: drillId } });
  const notes = notesOf(drill);
  await tx.drill.update({ where: { id: drillId }, data: { notes: { ...notes, ...add(notes) } } });
}
