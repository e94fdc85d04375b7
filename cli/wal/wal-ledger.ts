import { z } from "zod";
import { type WalRunReport, walRunSchema } from "@/cli/contract/backup";
import { readJson, writeJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import type { SegmentFacts } from "./read-segment";

const ledgerSchema = z.object({
  runs: z.array(walRunSchema),
  lastShippedAt: z.iso.datetime().nullable(),
});
export type WalLedger = z.infer<typeof ledgerSchema>;

/** What this server has shipped. The store holds the truth; this is what the server knows without asking it. */
export async function readWalLedger(paths: Paths): Promise<WalLedger> {
  return (await readJson(paths.walLedger, ledgerSchema)) ?? { runs: [], lastShippedAt: null };
}

export function writeWalLedger(paths: Paths, ledger: WalLedger): Promise<void> {
  return writeJson(paths.walLedger, ledger, 0o600);
}

/** Position of a segment of 16 MiB on its timeline. */
const position = (name: string) =>
  Number.parseInt(name.slice(8, 16), 16) * 256 + Number.parseInt(name.slice(16, 24), 16);

/**
 * Every commit before this instant is in the segment, exactly: one commit later than the target must be there, or
 * PostgreSQL refuses the target ("recovery ended before configured recovery target was reached"). Milliseconds.
 */
export function coveredUntil(lastCommitUs: number): Date {
  return new Date(Math.ceil(lastCommitUs / 1000) - 1);
}

/**
 * Adds a segment that is in the store. It joins the run that it continues; otherwise there is a gap, and a new run begins.
 * So it does where the timeline took its turn to serve (`servesSince`): what another one served before belongs to that one,
 * although a new timeline's first segment begins with a copy of its parent's commits.
 */
export function addSegment(
  ledger: WalLedger,
  segment: {
    name: string;
    facts: SegmentFacts;
    storedBytes: number;
    shippedAt: Date;
    servesSince: Date | null;
  },
): WalLedger {
  const { name, facts, storedBytes, shippedAt, servesSince } = segment;
  const last = ledger.runs.findLast((run) => run.timeline === facts.timeline);
  const rest = { lastShippedAt: shippedAt.toISOString() };
  if (last && position(name) <= position(last.lastSegment) && position(name) >= position(last.firstSegment)) {
    return { ...ledger, ...rest }; // shipped before; the answer was lost
  }
  const until = facts.lastCommitUs === null ? null : coveredUntil(facts.lastCommitUs).toISOString();
  if (last && !servesSince && position(name) === position(last.lastSegment) + 1) {
    const longer: WalRunReport = {
      ...last,
      lastSegment: name,
      segments: last.segments + 1,
      storedBytes: last.storedBytes + storedBytes,
      coveredUntil: until && until > last.coveredUntil ? until : last.coveredUntil,
    };
    return { ...ledger, ...rest, runs: ledger.runs.map((run) => (run === last ? longer : run)) };
  }
  const first = facts.firstCommitUs === null ? shippedAt : new Date(Math.floor(facts.firstCommitUs / 1000));
  const from = servesSince && servesSince > first ? servesSince : first;
  const parent = last ? null : parentOf(ledger, name);
  const run: WalRunReport = {
    timeline: facts.timeline,
    firstSegment: name,
    lastSegment: name,
    segments: 1,
    storedBytes,
    coveredFrom: from.toISOString(),
    coveredUntil: until ?? from.toISOString(),
    parent,
  };
  return { ...ledger, ...rest, runs: [...ledger.runs, run] };
}

/** A timeline's first segment is the one in which it forked from the one before. */
function parentOf(ledger: WalLedger, name: string): WalRunReport["parent"] {
  const timeline = Number.parseInt(name.slice(0, 8), 16);
  const origin = ledger.runs.findLast(
    (run) =>
      run.timeline < timeline &&
      position(run.firstSegment) <= position(name) &&
      position(name) <= position(run.lastSegment) + 1,
  );
  if (!origin) return null;
  const hex = origin.timeline.toString(16).toUpperCase().padStart(8, "0");
  return { timeline: origin.timeline, forkSegment: `${hex}${name.slice(8)}` };
}
