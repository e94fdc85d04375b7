import type { GetStepTools } from "inngest";
import type { inngest } from "@/inngest/client";
import { dispatchJob } from "@/inngest/dispatch-job";
import { jobWoken } from "@/inngest/events";
import { env } from "@/lib/env";
import { handOver } from "@/lib/job/hand-over";
import { performStep } from "@/lib/job/perform-step";
import type { StepOutcome } from "@/lib/job/step";
import type { JobRun } from "@/lib/job/write-job";
import { jobKinds } from "@/lib/job-kinds/job-kinds";

type Step = GetStepTools<typeof inngest>;
type End = Exclude<StepOutcome, { kind: "wait" }>;

/**
 * How a run of a job looks and waits. Inngest ends a run of more than 1,000 steps (its documentation, "Usage limits"), and a
 * restore may look for twelve hours: after ROUNDS_PER_RUN looks that ended in waiting, the job goes on in a fresh run, which
 * passes over what is done.
 */
export function stepsOf(step: Step, run: JobRun) {
  let roundsLeft = env().ROUNDS_PER_RUN;

  /** Looks again and again until the work has ended; between two looks it sleeps, unless the job is woken. */
  const repeat = async (name: string, look: () => Promise<StepOutcome>): Promise<End> => {
    for (let round = 1; ; round += 1) {
      const outcome = await step.run(`${name}/${round}`, look);
      if (outcome.kind !== "wait") return outcome;
      roundsLeft -= 1;
      if (roundsLeft <= 0) {
        await step.run(`${name}/hand-over`, async () => {
          const next = await handOver(run);
          if (next) await dispatchJob(next.kind, next.run);
        });
        return { kind: "stop", reason: "superseded" };
      }
      await step.waitForEvent(`${name}/${round}/wait`, {
        event: jobWoken,
        timeout: `${Math.max(1, Math.min(30, Math.round(outcome.seconds)))}s`,
        if: `async.data.jobId == "${run.jobId}"`,
      });
    }
  };

  /** Performs steps one after the other; stops at the first that does not end well. */
  const perform = async (
    keys: readonly string[],
    performOne: (key: string) => Promise<StepOutcome> = (key) => performStep(jobKinds, run, key),
  ): Promise<End> => {
    for (const key of keys) {
      const end = await repeat(key, () => performOne(key));
      if (end.kind === "stop") return end;
    }
    return { kind: "done" };
  };

  return { repeat, perform };
}
