import NextAuth from "next-auth";
import { authOptions } from "@/lib/account/auth-options";
import { withRequestDetails } from "@/lib/account/request-details";
import { signInProblemUrl } from "@/lib/account/sign-in-problems";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: Request, context: Context): Promise<Response> {
  // RFC 6749 4.1.2.1. next-auth takes a "no" for a failure of ours.
  const [action] = (await context.params).nextauth;
  if (action === "callback" && new URL(request.url).searchParams.get("error") === "access_denied") {
    return new Response(null, { status: 302, headers: { location: signInProblemUrl("Declined") } });
  }
  return await withRequestDetails(
    request.headers,
    () => NextAuth(authOptions())(request, context) as Promise<Response>,
  );
}

export { handler as GET, handler as POST };
