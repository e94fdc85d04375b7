/**
 * Begins a sign-in through next-auth's own endpoints: it wants its CSRF token, and answers where to go on. Lighter than its
 * client library, which keeps a session poll running in every page.
 */
export async function startSignIn(
  provider: "email" | "github" | "google",
  options: { callbackUrl: string; email?: string },
): Promise<{ url: string }> {
  const { csrfToken } = (await fetch("/api/auth/csrf").then((response) => response.json())) as {
    csrfToken: string;
  };
  const response = await fetch(`/api/auth/signin/${provider}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      csrfToken,
      callbackUrl: options.callbackUrl,
      json: "true",
      ...(options.email ? { email: options.email } : {}),
    }),
  });
  return (await response.json()) as { url: string };
}
