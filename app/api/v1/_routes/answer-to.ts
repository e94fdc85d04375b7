import type { Actor } from "@/lib/access/actor";

/**
 * Reads the answer to a write. Whoever was allowed to begin something is told how it stands, whatever else they may read: a
 * token that may only order must not be refused after the order was taken.
 */
export const answerTo = (actor: Actor): Actor => ({ kind: "system", teamId: actor.teamId });
