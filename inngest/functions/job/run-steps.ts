import type { GetStepTools } from "inngest";
import type { inngest } from "@/inngest/client";
import { jobWoken } from "@/inngest/events";
import { performStep } from "@/lib/job/perform-step";
import type { StepOutcome } from "@/lib/job/step";
import type { JobRun } from "@/lib/job/write-job";

type Step = GetStepTools<typeof inngest>;
type End = Exclude<StepOutcome, { kind: "wait" }>;

/** Looks again and again until the work has ended; between two looks it sleeps, unless the job is woken. */
export async function repeat(
  step: Step,
  run: JobRun,
  name: string,
  look: () => Promise<StepOutcome>,
): Promise<End> {
  for (let round = 1; ; round += 1) {
    const outcome = await step.run(`${name}/${round}`, look);
    if (outcome.kind !== "wait") return outcome;
    await step.waitForEvent(`${name}/${round}/wait`, {
      event: jobWoken,
      timeout: `${Math.max(1, Math.min(30, Math.round(outcome.seconds)))}s`,
      if: `async.data.jobId == "${run.jobId}"`,
    });
  }
}

/** Performs steps one after the other; stops at the first that does not end well. */
export async function runSteps(step: Step, run: JobRun, keys: readonly string[]): Promise<End> {
  for (const key of keys) {
    const end = await repeat(step, run, key, () => performStep(run, key));
    if (end.kind === "stop") return end;
  }
  return { kind: "done" };
}
