import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import type { Tx } from "@/lib/db";
import type { AppError, ErrorCode } from "@/lib/errors";
import type { Job, Server } from "@/prisma/client/client";
import type { JobStatus, RetryJob } from "./job-schemas";
import type { JobRow, ViewedJob } from "./job-view";
import type { PerformStep, StepOutcome } from "./step";
import type { JobRun } from "./write-job";

/** A job that is queued and has to be handed to the engine. */
export interface QueuedJob {
  kind: string;
  run: JobRun;
}

export interface StepPlan {
  title: string;
  /** Until the fleet has taught us better. */
  expectedSeconds: number;
  deadlineSeconds: number;
  /** Added for each plugin of the server; six times of it to the deadline. */
  perPluginSeconds?: number;
  /** Only in such jobs as ask for it. */
  optional?: boolean;
  /** Goes on beside other steps, so it adds nothing to the time that is left. */
  beside?: boolean;
}

export interface PerformedStep extends StepPlan {
  perform: PerformStep;
  /** What is noted when the step fails for good: the job goes on. Without it the job fails. */
  warning?(error: AppError): string;
}

/** What a job's rows are made from. */
export interface JobPlan {
  /** As it is stored and told on the wire. */
  name: string;
  /** Keeps other such jobs of its server out while it is live (the index Job_one_live_per_server). */
  exclusive: boolean;
  /** In their order. */
  steps: Record<string, StepPlan>;
}

/** All that a kind of job is and means. One file a kind, in its noun's `jobs/`; `lib/job-kinds` alone lists them. */
export interface JobKind extends JobPlan {
  steps: Record<string, PerformedStep>;
  /** What a screen calls it while it runs: "Backing up". */
  title: string;
  /** What a mail calls it when it failed: "The backup". */
  subject: string;
  /** What asking for it again, and cancelling it, take: whoever may not begin a thing may not begin it again. */
  permission: Permission;
  /** What Retry means when it failed, and what more there is to say of some codes. Absent: the words of the error's class. */
  remedy?: string;
  remedies?: Partial<Record<ErrorCode, string>>;
  /** The entry in the activity that asks for it; null for what only systems ask for. */
  audit: string | null;
  /** What a good end marks on a server's time line, as a change of what the server holds; null: nothing. */
  mark: string | null;

  /** Steps that Retry repeats although they were done. */
  again?: readonly string[];
  /** Throws when the job may not be retried any more: what came after it would be overwritten. */
  refuseRetry?(job: JobRow): Promise<void>;
  /** What a correction changes of the server; absent: there is nothing to correct. */
  correct?(job: JobRow, correction: RetryJob): Promise<Correction>;
  /** What the job works on is under way again, in the transaction of the retry. */
  reopen?(tx: Tx, job: Job): Promise<void>;
  /** What the job works on fails with it, in the same transaction: a failed backup is never shown as good. */
  fail?(tx: Tx, job: Job, error: string): Promise<void>;
  /** What else is true once its steps are done, in the transaction that ends it. */
  finish?(tx: Tx, job: Job): Promise<void>;
  /** How it is cancelled and in which states; absent: it cannot be. Asking twice must be harmless. */
  cancel?: { states: readonly JobStatus[]; request(actor: Actor, job: JobRow): Promise<JobRun | null> };
  /** Of a cancelled job: takes back what it made. Performed until it is done. */
  takeBack?(run: JobRun): Promise<StepOutcome>;
  /** After it stopped: lets back in whom it had kept out, and answers the lines that say so. */
  close?(job: Job & { server: Server }): Promise<string[]>;
  /** What has to follow a good end. */
  follow?(job: Job & { server: Server }): Promise<QueuedJob[]>;
  /** Jobs that its steps have queued and nobody has handed over yet. */
  children?(jobId: string): Promise<QueuedJob[]>;
  /** Where what it made is found, in its view. */
  url?(job: ViewedJob): string | null;
  /** Whether people are told of a failure; absent: they are. */
  tellsFailure?(job: JobRow): Promise<boolean>;
  /** The mail of its end, when it ended well. */
  tell?(job: JobRow): Promise<void>;
}

export interface Correction {
  /** Columns of the server. */
  changes: Record<string, string | number | null>;
  /** Steps that are done again because of it. */
  again: readonly string[];
  /** Before anything is written: what was published under the old name is taken back. */
  before?(): Promise<unknown>;
  /** What is wrong when the new name is taken meanwhile. */
  taken?: AppError;
}

export type JobKinds = Readonly<Record<string, JobKind>>;

/** Checks a definition where it stands; does nothing else. */
export function defineJobKind<Kind extends JobKind>(kind: Kind): Kind {
  return kind;
}

/** Steps of a plan with what they do: every one of them, in the plan's order. */
export function withBodies<Key extends string>(
  steps: Record<Key, StepPlan>,
  bodies: Record<Key, Pick<PerformedStep, "perform" | "warning">>,
): Record<Key, PerformedStep> {
  const keys = Object.keys(steps) as Key[];
  return Object.fromEntries(keys.map((key) => [key, { ...steps[key], ...bodies[key] }])) as Record<
    Key,
    PerformedStep
  >;
}

/** The kind of a stored job; throws for one that this release does not know. */
export function kindOf(kinds: JobKinds, name: string): JobKind {
  const kind = kinds[name];
  if (!kind) throw new Error(`there is no kind of job ${name}`);
  return kind;
}

/** A step of a kind; throws for one that it does not have. */
export function stepOf(kind: JobKind, key: string): PerformedStep {
  const step = kind.steps[key];
  if (!step) throw new Error(`a ${kind.name} job has no step ${key}`);
  return step;
}

export const deadlineSeconds = (step: StepPlan, plugins: number): number =>
  step.deadlineSeconds + 6 * plugins * (step.perPluginSeconds ?? 0);
