import { AppError } from "@/lib/errors";

/** The token of `Authorization: Bearer …` (RFC 6750), or `unauthenticated`. */
export function bearerToken(request: { headers: Headers }): string {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!token) throw new AppError("unauthenticated", { public: "Send Authorization: Bearer <token>." });
  return token;
}
