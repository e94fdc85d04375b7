import { formatDuration } from "@/lib/format";
import type { DrillReport, DrillScenario, DrillView, promisedObjectives } from "./drill-schemas";

/** What is promised, handed to the browser by the page: it does without the schemas. */
export type Objectives = typeof promisedObjectives;

/** What each drill does and thereby proves, in plain words. */
export const scenarioWords: Record<DrillScenario, { does: string; proves: string }> = {
  "full-restore": {
    does: "Orders a throw-away server and brings everything back onto it from off-site alone.",
    proves: "You could lose this machine and go on.",
  },
  "database-corruption": {
    does: "Brings the database back from the last backup and its log, beside the running one.",
    proves: "A broken database can be replaced.",
  },
  "bad-deploy": {
    does: "Brings the data back to the second before a change, beside the running server.",
    proves: "A bad deploy can be taken back without losing a row.",
  },
};

export function promisedRpo(rpo: string): string {
  return rpo === "0" ? "Nothing lost" : rpo;
}

/** The measured loss; null when the drill did not come that far. */
export function measuredRpo(report: Pick<DrillReport, "rpoSeconds">): string {
  if (report.rpoSeconds === null) return "Not measured";
  return report.rpoSeconds < 1 ? "Nothing lost" : formatDuration(report.rpoSeconds);
}

export const drillStatusTitles: Record<DrillView["status"], string> = {
  running: "Running",
  passed: "Passed",
  failed: "Failed",
};
