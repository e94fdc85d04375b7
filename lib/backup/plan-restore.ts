import type { BaseFact, WalRun } from "./catalogue-facts";
import { rangeAt, rangesUntil, reachableRanges } from "./reachable-ranges";

export type RestorePlan =
  | { kind: "ok"; baseId: string; timeline: number }
  | {
      kind: "refused";
      /** `gap` includes what is too new to have come off-site: then nothing lies after it. */
      reason: "future" | "before_first" | "gap" | "nothing";
      nearest: { before: Date | null; after: Date | null };
    };

/** From which base and on which timeline an instant is restored, or why it cannot be and what lies nearest. */
export function planRestore(facts: {
  target: Date;
  bases: readonly BaseFact[];
  runs: readonly WalRun[];
  now: Date;
}): RestorePlan {
  const { target, now } = facts;
  const ranges = rangesUntil(reachableRanges(facts.bases, facts.runs), now);
  const range = rangeAt(ranges, target);
  if (range) return { kind: "ok", baseId: range.baseId, timeline: range.timeline };
  const before = ranges.findLast(({ until }) => until < target)?.until ?? null;
  const after = ranges.find(({ from }) => from > target)?.from ?? null;
  const refuse = (reason: "future" | "before_first" | "gap" | "nothing"): RestorePlan => ({
    kind: "refused",
    reason,
    nearest: { before, after },
  });
  if (target > now) return refuse("future");
  if (ranges.length === 0) return refuse("nothing");
  return refuse(before === null ? "before_first" : "gap");
}
