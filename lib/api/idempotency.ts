import { inSeconds, now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import { db, isUniqueViolation } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";

const keptSeconds = 86_400;

export type IdempotentStart =
  | { kind: "fresh"; id: string }
  | { kind: "replay"; status: number; body: string };

/**
 * Claims an `Idempotency-Key` for one request, within `scope` (who and which route): the first gets "fresh", a repeat of
 * the same request gets its answer again, another request under the same key is refused (draft-ietf-httpapi-idempotency-key).
 */
export async function startIdempotent(scope: string, key: string, request: string): Promise<IdempotentStart> {
  if (key.length > 255) throw new AppError("invalid_request", { public: "The Idempotency-Key is too long." });
  const requestHash = sha256(request);
  const id = newId("request");
  await db().idempotentRequest.deleteMany({ where: { scope, key, expiresAt: { lte: now() } } });
  try {
    await db().idempotentRequest.create({
      data: { id, scope, key, requestHash, expiresAt: inSeconds(keptSeconds) },
    });
    return { kind: "fresh", id };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  const earlier = await db().idempotentRequest.findUnique({ where: { scope_key: { scope, key } } });
  if (!earlier) throw new AppError("idempotency_running", { hint: "Ask again in a moment." });
  if (earlier.requestHash !== requestHash) {
    throw new AppError("idempotency_mismatch", { hint: "Use a new Idempotency-Key for a new request." });
  }
  if (earlier.status === null || earlier.body === null) {
    throw new AppError("idempotency_running", { hint: "Ask again in a moment.", retryAfterSeconds: 1 });
  }
  return { kind: "replay", status: earlier.status, body: earlier.body };
}

/** Keeps the answer. A failure of ours frees the key, so that the same request may be tried again. */
export async function finishIdempotent(id: string, status: number, body: string): Promise<void> {
  if (status >= 500) await db().idempotentRequest.deleteMany({ where: { id } });
  else await db().idempotentRequest.updateMany({ where: { id }, data: { status, body } });
}
