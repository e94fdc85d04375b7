import fc from "fast-check";
import type { DayPlan } from "./simulated-history";

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);

/** Nights that go well and nights that do not. */
export const dayPlan: fc.Arbitrary<DayPlan> = fc.record({
  segments: fc.integer({ min: 1, max: 4 }),
  backup: oneOf<DayPlan["backup"]>("good", "good", "good", "failed", "none", "slow"),
  span: fc.integer({ min: 0, max: 2 }),
  level: oneOf<DayPlan["level"]>(0, 0, 1, 2, 3),
  lockDays: oneOf(0, 0, 0, 2, 20),
  mishap: oneOf<DayPlan["mishap"]>("none", "none", "none", "lost", "late", "restore"),
  where: fc.nat({ max: 11 }),
  hours: fc.nat({ max: 100 }),
});

/** A few weeks at most; short ones first when it shrinks. */
export const dayPlans = fc.array(dayPlan, { minLength: 1, maxLength: 16, size: "max" });
