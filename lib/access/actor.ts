import { AppError } from "@/lib/errors";
import { operatorPermissions, type Permission, type Role, rolePermissions } from "./permissions";

/** Who asks, already tied to one team. */
export type Actor =
  | {
      kind: "user";
      userId: string;
      email: string;
      sessionId: string;
      teamId: string;
      role: Role;
      ip: string | null;
    }
  | {
      kind: "token";
      tokenId: string;
      name: string;
      teamId: string;
      scopes: readonly string[];
      ip: string | null;
    }
  /** Our staff on a visit to a customer's team: may help and restore, and the team reads in its activity what and why. */
  | {
      kind: "operator";
      userId: string;
      email: string;
      sessionId: string;
      teamId: string;
      visitId: string;
      reason: string;
      ip: string | null;
    }
  | { kind: "system"; teamId: string };

export function may(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "token") return actor.scopes.includes(permission);
  if (actor.kind === "operator") return operatorPermissions.includes(permission);
  return rolePermissions[actor.role].includes(permission);
}

/** Every use case calls this first; `forbidden` says which permission was missing. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  throw new AppError("forbidden", {
    public:
      actor.kind === "token"
        ? `This API token lacks the scope ${permission}.`
        : `Your role does not include ${permission}.`,
    hint:
      actor.kind === "operator"
        ? "Operators help and restore; the rest is for the team."
        : "Ask an owner or admin of the team.",
  });
}

/** For audit rows and `createdById`. */
export function actorId(actor: Actor): string | null {
  if (actor.kind === "user" || actor.kind === "operator") return actor.userId;
  return actor.kind === "token" ? actor.tokenId : null;
}

export function actorLabel(actor: Actor): string {
  if (actor.kind === "user") return actor.email;
  if (actor.kind === "operator") return `operator ${actor.email}`;
  return actor.kind === "token" ? `token ${actor.name}` : "ɳSelf Cloud";
}
