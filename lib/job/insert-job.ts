import { isUniqueViolation, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { Job, Prisma } from "@/prisma/client/client";
import type { JobPlan } from "./job-kind";

/**
 * Inserts a queued job with its steps. Throws `job_live` when the server has another exclusive job: a partial unique index
 * decides, so two that ask at once cannot both win. `keys` are the steps, where the kind's optional ones are wanted, too.
 */
export async function insertJob(
  tx: Tx,
  { name, exclusive, steps }: JobPlan,
  job: { serverId: string; teamId: string; createdById: string | null; input?: Prisma.InputJsonObject },
  keys: readonly string[] = Object.keys(steps).filter((key) => !steps[key]?.optional),
): Promise<Job> {
  try {
    return await tx.job.create({
      data: {
        ...job,
        kind: name,
        exclusive,
        id: newId("job"),
        steps: { create: keys.map((key, position) => ({ id: newId("jobStep"), key, position })) },
      },
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("job_live", { hint: "Wait for it to end, or cancel it." });
    throw error;
  }
}
