import { expect, it } from "vitest";
import type { StepView } from "@/lib/job/job-schemas";
import { jobShare } from "./job-rules";

const step = (status: StepView["status"], expectedSeconds: number): StepView => ({
  key: `${status} ${expectedSeconds}`,
  title: "",
  status,
  startedAt: null,
  finishedAt: null,
  attempt: 1,
  expectedSeconds,
});

it("counts what is behind a job by what its steps are expected to take", () => {
  const steps = [step("succeeded", 30), step("skipped", 10), step("running", 40), step("pending", 20)];
  expect(jobShare({ status: "running", steps })).toBe(0.4);
  expect(jobShare({ status: "succeeded", steps: [] })).toBe(1);
  expect(jobShare({ status: "queued", steps: [] })).toBe(0);
});
