import { isUniqueViolation, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { Job } from "@/prisma/client/client";
import type { JobKind } from "@/prisma/client/enums";
import { provisionStepKeys } from "./job-schemas";
import { stepTimes } from "./step-times";

const keysOf = (kind: JobKind): readonly string[] =>
  kind === "provision"
    ? provisionStepKeys
    : kind in stepTimes
      ? Object.keys(stepTimes[kind as keyof typeof stepTimes])
      : [];

/**
 * Inserts a queued job with its steps. Throws `job_live` when the server has another mutating job: a partial unique
 * index decides, so two that ask at once cannot both win. `keys` are the steps, where they differ from the kind's own.
 */
export async function insertJob(
  tx: Tx,
  job: { serverId: string; teamId: string; kind: JobKind; createdById: string | null },
  keys: readonly string[] = keysOf(job.kind),
): Promise<Job> {
  try {
    return await tx.job.create({
      data: {
        ...job,
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
