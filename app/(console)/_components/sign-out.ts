import { paths } from "@/lib/paths";

/** Ends the session through next-auth (which wants its CSRF token), then leaves for the sign-in page. */
export async function signOut(): Promise<void> {
  const { csrfToken } = (await fetch("/api/auth/csrf").then((response) => response.json())) as {
    csrfToken: string;
  };
  await fetch("/api/auth/signout", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, callbackUrl: paths.signIn, json: "true" }),
  });
  window.location.assign(paths.signIn);
}
