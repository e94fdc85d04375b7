import { AppError } from "@/lib/errors";
import type { Actor } from "./actor";

/** What belongs to a person (sessions) is not for API tokens; it is theirs on a visit, too. */
export function personOf(actor: Actor): Actor & { kind: "user" | "operator" } {
  return actor.kind === "operator" ? actor : requirePerson(actor);
}

/** Who joins or makes a team does so as themselves. */
export function requirePerson(actor: Actor): Actor & { kind: "user" } {
  if (actor.kind === "user") return actor;
  throw actor.kind === "operator"
    ? new AppError("forbidden", {
        public: "This is not for operators on a visit.",
        hint: "End the visit first.",
      })
    : new AppError("forbidden", {
        public: "This needs a person who is signed in.",
        hint: "API tokens cannot do this.",
      });
}
