import { db } from "@/lib/db";

export async function serverOfJob(jobId: string): Promise<string> {
  return (await db().job.findUniqueOrThrow({ where: { id: jobId }, select: { serverId: true } })).serverId;
}
