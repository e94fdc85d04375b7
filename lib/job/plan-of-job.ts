import { db } from "@/lib/db";

/** The kind of a job and the keys of its steps, in their order. */
export async function planOfJob(jobId: string): Promise<{ kind: string; keys: string[] }> {
  const { kind, steps } = await db().job.findUniqueOrThrow({
    where: { id: jobId },
    select: { kind: true, steps: { orderBy: { position: "asc" }, select: { key: true } } },
  });
  return { kind, keys: steps.map(({ key }) => key) };
}
