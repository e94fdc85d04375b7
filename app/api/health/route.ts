import { problemResponse } from "@/lib/api/problem";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";

export const dynamic = "force-dynamic";

/** For load balancers: this replica answers and reaches its database. */
export async function GET(): Promise<Response> {
  try {
    await db().$queryRaw`SELECT 1`;
    return Response.json({ status: "healthy" }, { headers: { "cache-control": "no-store" } });
  } catch (cause) {
    return problemResponse(new AppError("unavailable", { cause }), newId("request"));
  }
}
