import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { authenticateSession } from "@/lib/api/authenticate";
import { AppError } from "@/lib/errors";
import { paths } from "@/lib/paths";
import type { Actor } from "@/lib/team/actor";

/** The person whose page is rendered, or off to sign in and back to where they wanted to go. */
export async function requireActor(): Promise<Actor & { kind: "user" }> {
  const list = await headers();
  const actor = await authenticateSession(list, null).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (actor?.kind === "user") return actor;
  const wanted = list.get("x-pathname") ?? paths.servers;
  redirect(`${paths.signIn}?callbackUrl=${encodeURIComponent(wanted)}`);
}
