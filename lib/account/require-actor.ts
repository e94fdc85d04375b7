import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Actor } from "@/lib/access/actor";
import { authenticateSession } from "@/lib/api/authenticate";
import { AppError } from "@/lib/errors";
import { paths } from "@/lib/paths";

type Person = Actor & { kind: "user" | "operator" };

/** The person whose page is rendered, if there is one. */
export async function findActor(): Promise<Person | null> {
  const actor = await authenticateSession(await headers(), null).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  return actor?.kind === "user" || actor?.kind === "operator" ? actor : null;
}

/** The person whose page is rendered, or off to sign in and back to where they wanted to go. */
export async function requireActor(): Promise<Person> {
  const actor = await findActor();
  if (actor) return actor;
  const wanted = (await headers()).get("x-pathname") ?? paths.servers;
  redirect(`${paths.signIn}?callbackUrl=${encodeURIComponent(wanted)}`);
}
