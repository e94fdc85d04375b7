import type { Actor } from "@/lib/access/actor";
import { type Role, rolePermissions } from "@/lib/access/permissions";
import { AppError } from "@/lib/errors";

/**
 * Refuses (`forbidden`) a role that the actor may not give: only an owner makes owners, and an API token gives nobody what
 * is not among its own scopes. What the person had before is not given, so that a token may take away.
 */
export function requireMayGiveRole(actor: Actor, role: Role, before: Role | null): void {
  if (role === "owner" && !isOwner(actor)) throw onlyOwners();
  if (actor.kind !== "token") return;
  const had = before ? rolePermissions[before] : [];
  const beyond = rolePermissions[role].filter(
    (permission) => !had.includes(permission) && !actor.scopes.includes(permission),
  );
  if (beyond.length > 0) {
    throw new AppError("forbidden", {
      public: "This API token cannot give more than it has.",
      hint: `It lacks ${beyond.join(", ")}.`,
    });
  }
}

/** Refuses (`forbidden`) everybody but an owner to change who is one. */
export function requireMayUnmakeOwner(actor: Actor): void {
  if (!isOwner(actor)) throw onlyOwners();
}

const isOwner = (actor: Actor) => actor.kind === "user" && actor.role === "owner";
const onlyOwners = () => new AppError("forbidden", { public: "Only an owner makes or unmakes owners." });
