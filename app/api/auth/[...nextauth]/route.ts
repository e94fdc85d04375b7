import NextAuth from "next-auth";
import { authOptions } from "@/lib/account/auth-options";
import { withRequestDetails } from "@/lib/account/request-details";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: Request, context: Context): Promise<Response> {
  return await withRequestDetails(
    request.headers,
    () => NextAuth(authOptions())(request, context) as Promise<Response>,
  );
}

export { handler as GET, handler as POST };
