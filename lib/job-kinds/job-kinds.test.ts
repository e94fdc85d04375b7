import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { activitySentences } from "@/components/activity/activity-sentence";
import { errorTable } from "@/lib/errors";
import { jobError } from "@/lib/job/job-remedies";
import { jobKinds } from "./job-kinds";

const kinds = Object.entries(jobKinds);

test.each(kinds)("%s is listed under the name that it is stored under", (name, kind) => {
  expect(kind.name).toBe(name);
});

test.each(kinds)("%s has steps, each with a title, and a deadline longer than is expected", (_, kind) => {
  const steps = Object.values(kind.steps);
  expect(steps.length).toBeGreaterThan(0);
  for (const step of steps) {
    expect(step.title).toMatch(/^[A-Z]/);
    expect(step.deadlineSeconds).toBeGreaterThan(step.expectedSeconds);
  }
});

test.each(kinds)("%s, when people ask for it, is a sentence of the activity", (_, { audit }) => {
  if (audit) expect(Object.keys(activitySentences)).toContain(audit);
});

test.each(kinds)("%s offers something to press whatever it failed by", (_, kind) => {
  for (const code of Object.keys(errorTable) as (keyof typeof errorTable)[]) {
    const error = jobError(kind, { code, class: errorTable[code].class, message: "It failed", hint: null });
    expect(error.actions.length, code).toBeGreaterThan(0);
    expect(error.remedy, code).not.toBe("");
  }
});

test.each(kinds)("%s is said in the glossary", (name) => {
  expect(readFileSync("docs/glossary.md", "utf8")).toContain(`\`${name}\``);
});
