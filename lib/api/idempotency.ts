import { inSeconds, now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import { db, isUniqueViolation } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";

const keptSeconds = 86_400;
/**
 * How long a claim without an answer holds its key: past any request of ours that is still alive, and short enough for
 * somebody whose request died with its process. Should a slower one still be at work, the same request runs beside it: what
 * speaks to machines and may take so long is held apart by unique indexes (one live subdomain, one live restore or deletion
 * per server) and by a lock on the server's row (one live backup), so the second is refused; what only writes to our own
 * tables (a team, a token) is cut off by its transaction's deadline long before.
 */
const claimSeconds = 300;
/** Each claim takes more away than it adds, so what has expired does not pile up and no request waits for much. */
const purgedAtOnce = 100;

export type IdempotentStart =
  | { kind: "fresh"; id: string }
  | { kind: "replay"; status: number; body: string };

/**
 * Claims an `Idempotency-Key` for one request, within `scope` (who and which route): the first gets "fresh", a repeat of
 * the same request gets its answer again, another request under the same key is refused (draft-ietf-httpapi-idempotency-key).
 * Throws `invalid_request`, `idempotency_mismatch`, or `idempotency_running` while the first has no answer yet.
 */
export async function startIdempotent(scope: string, key: string, request: string): Promise<IdempotentStart> {
  if (key.trim() === "" || key.length > 255)
    throw new AppError("invalid_request", { public: "An Idempotency-Key has 1 to 255 characters." });
  const requestHash = sha256(request);
  const id = newId("request");
  await purgeExpired();
  await db().idempotentRequest.deleteMany({ where: { scope, key, expiresAt: { lte: now() } } });
  try {
    await db().idempotentRequest.create({
      data: { id, scope, key, requestHash, expiresAt: inSeconds(claimSeconds) },
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

/**
 * Keeps the answer of what was done. A refusal did nothing and may be over in a moment ("another backup is being made"),
 * so it frees the key, as a failure of ours does: the same request may be tried again.
 */
export async function finishIdempotent(id: string, status: number, body: string): Promise<void> {
  if (status < 200 || status > 299) await db().idempotentRequest.deleteMany({ where: { id } });
  else {
    const expiresAt = inSeconds(keptSeconds);
    await db().idempotentRequest.updateMany({ where: { id }, data: { status, body, expiresAt } });
  }
}

/** Skips what another request is purging, so that no two wait for each other. */
async function purgeExpired(): Promise<void> {
  await db().$executeRaw`
    DELETE FROM "IdempotentRequest" WHERE "id" IN (
      SELECT "id" FROM "IdempotentRequest" WHERE "expiresAt" <= ${now()}
      ORDER BY "expiresAt" LIMIT ${purgedAtOnce} FOR UPDATE SKIP LOCKED)`;
}
