import type { Tx } from "@/lib/db";
import type { Job, JobStep, Server, ServerPlugin } from "@/prisma/client/client";
import type { JobRun } from "./write-job";

export type ServerWithPlugins = Server & { plugins: ServerPlugin[] };

/** What the body of a step gets. Rows are as of the start of this performance. */
export interface StepContext {
  run: JobRun;
  job: Job;
  server: ServerWithPlugins;
  /** Null in work that belongs to no step of its own (ordering the certificate early, cleaning up). */
  step: JobStep | null;
  /** Fenced transaction. */
  write<T>(write: (tx: Tx) => Promise<T>): Promise<T>;
  log(...lines: string[]): Promise<void>;
}

/** A step ended, with what is to be written in the same transaction; or it looked, and wants to look again. */
export type StepResult =
  | { kind: "done"; commit?: (tx: Tx) => Promise<void> }
  | { kind: "wait"; seconds: number; note?: string };

export type PerformStep = (context: StepContext) => Promise<StepResult>;

export const done: StepResult = { kind: "done" };

/** What the durable function is told. "stop": this run must not go on. */
export type StepOutcome =
  | { kind: "done" }
  | { kind: "wait"; seconds: number }
  | { kind: "stop"; reason: "failed" | "cancelled" | "superseded" | "ended" };
