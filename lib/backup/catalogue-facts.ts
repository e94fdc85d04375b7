/** What the catalogue knows of one base backup, as far as it matters for what can be restored and what may go. */
export interface BaseFact {
  id: string;
  status: "creating" | "good" | "failed" | "deleted";
  timeline: number;
  /** The WAL from here to `stopSegment` belongs to the backup: without it the files are no database. */
  startSegment: string;
  /** While it is being made this may be anything. */
  stopSegment: string;
  startedAt: Date;
  /** The earliest time that it can be restored to. */
  consistentAt: Date;
  level: 0 | 1 | 2 | 3;
  /** The store itself refuses to delete it before. */
  lockedUntil: Date | null;
  trigger: string;
}

/** One gap-free run of shipped segments on one timeline. */
export interface WalRun {
  timeline: number;
  firstSegment: string;
  lastSegment: string;
  coveredFrom: Date;
  /** Every commit until then is in the run. */
  coveredUntil: Date;
  /** Of the timeline, hence on every one of its runs; null for the first timeline. */
  parent: WalFork | null;
}

/**
 * Where a timeline left its parent. By wall clock the parent's history ends before the child's begins, so a time names
 * one timeline, also when the child goes back to a place long before the parent's end.
 */
export interface WalFork {
  timeline: number;
  /** On the parent's timeline; the same number is the child's first segment, and begins with a copy of the parent's bytes. */
  forkSegment: string;
  /**
   * The time that was restored to. A base that ends in the fork's own segment may end before or after the switch; only
   * this tells. Without it such a base is taken to end after, hence not to lead to the child.
   */
  forkAt?: Date | null;
}
