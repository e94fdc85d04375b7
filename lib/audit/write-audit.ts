import { type Actor, actorId, actorLabel } from "@/lib/access/actor";
import { now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import type { Tx } from "@/lib/db";
import { newId } from "@/lib/ids";

export interface AuditEntry {
  action: string;
  targetType: string;
  targetId: string;
  serverId?: string | null;
  /** What changed, without secrets. */
  details?: Record<string, string | number | boolean | null | string[]>;
}

/**
 * Records who did what, in the transaction of what was done. Rows of a team form a hash chain: the advisory lock puts
 * them in one order, and each hash covers the row and the hash before it.
 */
export async function writeAudit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`audit:${actor.teamId}`}, 0))`;
  const last = await tx.auditEvent.findFirst({
    where: { teamId: actor.teamId },
    orderBy: { sequence: "desc" },
    select: { sequence: true, hash: true },
  });
  const row = {
    id: newId("audit"),
    teamId: actor.teamId,
    sequence: (last?.sequence ?? 0) + 1,
    actorType: actor.kind,
    actorId: actorId(actor),
    actorLabel: actorLabel(actor),
    action: entry.action,
    targetType: entry.targetType,
    targetId: entry.targetId,
    serverId: entry.serverId ?? null,
    details: { ...entry.details, ...whyOf(actor, entry) },
    ip: actor.kind === "system" ? null : actor.ip,
    createdAt: now(),
    previousHash: last?.hash ?? "",
  };
  await tx.auditEvent.create({ data: { ...row, hash: auditHash(row) } });
}

/** Whatever an operator does carries the visit it was done in and its reason, unless a nearer one was given. */
function whyOf(actor: Actor, entry: AuditEntry): AuditEntry["details"] {
  if (actor.kind !== "operator") return {};
  return { visit: actor.visitId, reason: entry.details?.reason || actor.reason };
}

interface HashedAudit {
  id: string;
  teamId: string;
  sequence: number;
  actorType: string;
  actorId: string | null;
  actorLabel: string;
  action: string;
  targetType: string;
  targetId: string;
  serverId: string | null;
  details: unknown;
  ip: string | null;
  createdAt: Date;
  previousHash: string;
}

/** SHA-256 over the row's fields in a fixed order; details with sorted keys, since jsonb does not keep their order. */
export function auditHash(row: HashedAudit): string {
  const details = Object.entries(row.details as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(
    JSON.stringify([
      row.id,
      row.teamId,
      row.sequence,
      row.actorType,
      row.actorId,
      row.actorLabel,
      row.action,
      row.targetType,
      row.targetId,
      row.serverId,
      details,
      row.ip,
      row.createdAt.toISOString(),
      row.previousHash,
    ]),
  );
}
