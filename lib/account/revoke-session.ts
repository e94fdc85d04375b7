import type { Actor } from "@/lib/access/actor";
import { personOf } from "@/lib/access/require-person";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";

/** Ends one of the person's sessions at once, the present one included; `"others"` ends all but the present one. */
export async function revokeSession(actor: Actor, sessionId: string): Promise<void> {
  const person = personOf(actor);
  if (sessionId === "others") {
    await db().session.deleteMany({ where: { userId: person.userId, id: { not: person.sessionId } } });
    return;
  }
  const { count } = await db().session.deleteMany({ where: { id: sessionId, userId: person.userId } });
  if (count === 0) throw new AppError("not_found", { public: "There is no such session." });
}
