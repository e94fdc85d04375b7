import { AppError } from "@/lib/errors";

/** Calls a store or its IAM and turns what it throws into ours: away is `store_unavailable`, a no is `store_refused`. */
export async function callStore<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name, status } = facts(error);
    const internal = `${what}: ${name} ${status ?? ""}`;
    if (status !== null && status >= 400 && status < 500 && status !== 429 && status !== 408) {
      throw new AppError("store_refused", { internal, cause: error });
    }
    throw new AppError("store_unavailable", { internal, cause: error });
  }
}

/** Whether the store said so by this code of its own. */
export function isStoreError(error: unknown, ...names: string[]): boolean {
  return names.includes(facts(error instanceof AppError ? error.cause : error).name);
}

function facts(error: unknown): { name: string; status: number | null } {
  if (!(error instanceof Error)) return { name: "unknown", status: null };
  const metadata = "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  return { name: error.name, status: metadata.httpStatusCode ?? null };
}
