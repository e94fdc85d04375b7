import { problemResponse } from "@/lib/api/problem";
import { newId } from "@/lib/ids";
import { signIndex } from "@/lib/plugin/sign-index";

export const dynamic = "force-dynamic";

/** The signed index: what `nself plugin install` verifies against its pinned key. */
export async function GET(): Promise<Response> {
  try {
    return Response.json(await signIndex(), { headers: { "cache-control": "public, max-age=60" } });
  } catch (error) {
    return problemResponse(error, newId("request"));
  }
}
