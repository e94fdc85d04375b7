import type { RestorePoints } from "@/lib/restore/restore-schemas";
import { waitFor } from "./wait-for";
import type { World } from "./world";

/** API calls that must succeed, as a customer's program makes them. */
export function callsOf(world: World) {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await world.api(method, `/api/v1${path}`, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  return {
    get: <T>(path: string) => call<T>("GET", path),
    post: <T>(path: string, body: unknown) => call<T>("POST", path, body),
    /** Waits until every moment up to `at` can be restored. */
    covered: (serverId: string, at: Date) =>
      waitFor("the log to come off-site", async () => {
        const { ranges } = await call<RestorePoints>("GET", `/servers/${serverId}/restore-points`);
        return ranges.some(({ from, until }) => new Date(from) <= at && at <= new Date(until));
      }),
  };
}
