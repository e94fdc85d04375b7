import { z } from "zod";
import { CloudflareError, success } from "./envelope";
import type { ZoneRecords } from "./zone-records";

const withId = z.looseObject({ id: z.string() });
export const batchSchema = z.object({
  deletes: z.array(withId).nullish(),
  patches: z.array(withId).nullish(),
  puts: z.array(withId).nullish(),
  posts: z.array(z.record(z.string(), z.unknown())).nullish(),
});

/** Operations in one batch on a paid plan. */
const batchLimit = 3500;

/** Deletes, patches, puts, posts in this order and in one transaction, as the API promises. */
export function batchRecords(
  records: ZoneRecords,
  body: z.output<typeof batchSchema>,
  half: boolean,
): Response {
  const deletes = (body.deletes ?? []).map(({ id }) => ({ kind: "delete", id }) as const);
  const patches = (body.patches ?? []).map(({ id, ...rest }) => ({ kind: "patch", id, body: rest }) as const);
  const puts = (body.puts ?? []).map(({ id, ...rest }) => ({ kind: "put", id, body: rest }) as const);
  const posts = (body.posts ?? []).map((post) => ({ kind: "post", body: post }) as const);
  const operations = [...deletes, ...patches, ...puts, ...posts];
  if (operations.length > batchLimit)
    throw new CloudflareError(400, 81_059, `At most ${batchLimit} operations a batch.`);
  if (half) {
    records.apply(operations.slice(0, Math.ceil(operations.length / 2)));
    throw new CloudflareError(500, 10_500, "Internal server error");
  }
  const touched = records.apply(operations);
  const take = (count: number) => touched.splice(0, count);
  return success({
    deletes: take(deletes.length),
    patches: take(patches.length),
    puts: take(puts.length),
    posts: take(posts.length),
  });
}
