import { z } from "zod";

const schema = z.object({ email: z.email(), email_verified: z.literal(true) });

/** Whether the other service vouches that the address is the person's (OpenID Connect Core 5.1): else anybody could claim it. */
export function hasVerifiedAddress(profile: unknown): boolean {
  return schema.safeParse(profile).success;
}
