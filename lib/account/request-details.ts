import { AsyncLocalStorage } from "node:async_hooks";

/** Who is at the other end of the sign-in that is going on; next-auth does not hand it to its adapter. */
interface RequestDetails {
  ip: string | null;
  userAgent: string | null;
}

const storage = new AsyncLocalStorage<RequestDetails>();

export function withRequestDetails<T>(headers: Headers, run: () => Promise<T>): Promise<T> {
  const ip = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || null;
  return storage.run({ ip, userAgent: headers.get("user-agent")?.slice(0, 300) ?? null }, run);
}

export function requestDetails(): RequestDetails {
  return storage.getStore() ?? { ip: null, userAgent: null };
}
