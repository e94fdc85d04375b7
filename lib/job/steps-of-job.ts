import { db } from "@/lib/db";

export async function stepsOfJob(jobId: string): Promise<string[]> {
  const steps = await db().jobStep.findMany({
    where: { jobId },
    orderBy: { position: "asc" },
    select: { key: true },
  });
  return steps.map(({ key }) => key);
}
