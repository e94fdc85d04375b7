import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { monotonicFactory } from "ulid";
import { AppSync } from "@/engine/app/keep-synced";
import type { EngineContext } from "@/engine/engine-context";
import { armHold } from "@/engine/event/hold-event";
import { receiveEvent } from "@/engine/event/receive-event";
import { CronSchedule } from "@/engine/event/schedule-crons";
import { serve } from "@/engine/http/serve";
import { log } from "@/engine/log";
import { AppCaller } from "@/engine/protocol/call-app";
import { Dispatcher } from "@/engine/queue/dispatcher";
import { Scheduler } from "@/engine/queue/scheduler";
import { Timers } from "@/engine/queue/timers";
import { resumeRuns } from "@/engine/run/resume-runs";
import { loadMemory } from "@/engine/state/load-memory";
import { Memory } from "@/engine/state/memory";
import { connectWriter, migrate, nextEpoch, textJsonTypes } from "@/engine/store/connection";
import { Journal } from "@/engine/store/journal";
import { keepTidy } from "@/engine/store/retention";

const drainMs = 3000;

export interface EngineOptions {
  databaseUrl: string;
  /** 0 takes any free port. */
  port: number;
  host?: string;
  signingKey?: string | null;
  eventKey?: string | null;
  /** SDK URLs to register at start and to keep registered. */
  appUrls?: readonly string[];
  /** A fixed delay between attempts instead of the backoff table. */
  retryIntervalMs?: number | null;
  /** Calls to apps at the same time. */
  maxInFlight?: number;
  /** How long ended runs and events are kept. */
  retentionDays?: number;
  /** Called when memory and database cannot be brought together again; the default throws, which ends the process. */
  onFatal?: (error: Error) => void;
}
export interface Engine {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** Starts the engine: takes the lock (waiting for another engine to end), migrates, reads its state, goes on where it was. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { databaseUrl, port, host = "127.0.0.1", retentionDays = 30, maxInFlight = 512 } = options;
  const client = await connectWriter(databaseUrl, () => false);
  await migrate(client);
  const epoch = await nextEpoch(client);
  const onFatal = (error: Error) => {
    log.fatal({ error: error.stack }, "the engine cannot go on");
    if (options.onFatal) options.onFatal(error);
    else throw error;
  };
  const memory = new Memory();
  await loadMemory(client, memory);
  const timers = new Timers();
  const caller = new AppCaller();
  const dispatcher = new Dispatcher(
    () => ctx,
    caller,
    (appName) => sync.noteUnreachable(appName),
  );
  const ctx: EngineContext = {
    memory,
    timers,
    journal: new Journal({ databaseUrl, client, epoch, onFatal }),
    scheduler: new Scheduler(memory, timers, maxInFlight, (run, item) => dispatcher.call(run, item)),
    signingKey: options.signingKey || null,
    eventKey: options.eventKey || null,
    retryIntervalMs: options.retryIntervalMs ?? null,
    epoch,
    newId: monotonicFactory(),
    receiveEvent: (changes, event) => receiveEvent(ctx, changes, event),
  };
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, types: textJsonTypes });
  pool.on("error", (error) => log.warn({ error: error.message }, "a read connection was lost"));
  const sync = new AppSync(ctx, caller, options.appUrls ?? []);
  const crons = new CronSchedule(ctx);
  const server = await serve({ ctx, pool, onRegistered: () => crons.refresh() }, host, port).catch(
    async (error) => {
      await ctx.journal.close();
      await pool.end();
      throw error;
    },
  );
  await resumeRuns(ctx);
  for (const hold of memory.holds.values()) armHold(ctx, hold);
  crons.refresh();
  sync.start();
  const tidying = keepTidy(pool, memory, retentionDays);
  log.info({ port: server.port, epoch, activeRuns: memory.runs.size }, "the engine is up");
  return {
    url: `http://${host}:${server.port}`,
    port: server.port,
    close: async () => {
      clearInterval(tidying);
      sync.close();
      timers.close();
      // Calls under way may still end, and save their result; those that take longer are made again after the next start.
      await Promise.race([ctx.scheduler.stop(), delay(drainMs, undefined, { ref: false })]);
      await server.close();
      await ctx.journal.close();
      caller.close();
      await pool.end();
    },
  };
}
