import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** Whether this address is one of our staff's (OPERATOR_EMAILS). Asked at every request: who leaves is out at once. */
export function isOperator(email: string): boolean {
  const operators = env()
    .OPERATOR_EMAILS.split(",")
    .map((one) => one.trim().toLowerCase());
  return email !== "" && operators.includes(email.toLowerCase());
}

/** Our staff, on a visit or not; for anybody else there is no such thing. */
export function requireOperator(actor: Actor): Actor & { kind: "user" | "operator" } {
  if ((actor.kind === "user" || actor.kind === "operator") && isOperator(actor.email)) return actor;
  throw new AppError("not_found");
}
