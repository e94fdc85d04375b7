import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { log } from "@/engine/log";
import { batchStatement } from "./batch-statement";
import type { ChangeSet } from "./change-set";
import { connectWriter, currentEpoch } from "./connection";

interface Waiting {
  changeSet: ChangeSet;
  done: () => void;
}
interface JournalOptions {
  databaseUrl: string;
  client: pg.Client;
  epoch: number;
  /** Memory and database can no longer be brought together: the process has to end and start again from the database. */
  onFatal: (error: Error) => void;
}
const maxChangeSetsPerBatch = 500;
const namedStatements = 200;
const reconnectDelayMs = 250;
const closeGraceMs = 2000;

/**
 * Group commit. Decisions are made in memory, in order; the journal makes them durable in that order, in batches: while one batch is
 * being written the next one collects. What is durable is therefore always a prefix of what was decided.
 */
export class Journal {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  private closed = false;
  private client: pg.Client;
  private readonly statementNames = new Set<string>();

  constructor(private readonly options: JournalOptions) {
    this.client = options.client;
  }

  /** Resolves when the changes are durable and their effects have run. It never rejects: a database that is away is waited for. */
  commit(changeSet: ChangeSet): Promise<void> {
    return new Promise((done) => {
      this.waiting.push({ changeSet, done });
      // One turn of the event loop lets calls that answered together share the first batch too.
      this.writing ??= Promise.resolve().then(() => this.drain());
    });
  }

  /** Writes what was decided so far, then lets the lock go. */
  async close(): Promise<void> {
    await Promise.race([this.writing, delay(closeGraceMs, undefined, { ref: false })]);
    this.closed = true;
    await this.client.end().catch(() => undefined);
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0 && !this.closed) {
      const batch = this.waiting.splice(0, maxChangeSetsPerBatch);
      await this.write(batch.map(({ changeSet }) => changeSet));
      if (this.closed) break;
      for (const { changeSet, done } of batch) {
        changeSet.runEffects();
        done();
      }
    }
    this.writing = null;
  }

  private async write(changeSets: readonly ChangeSet[]): Promise<void> {
    const statement = batchStatement(changeSets);
    if (!statement) return;
    if (this.statementNames.size < namedStatements) this.statementNames.add(statement.name);
    const { name, ...unnamed } = statement;
    const query = this.statementNames.has(name) ? statement : unnamed;
    while (!this.closed) {
      try {
        await this.client.query(query);
        return;
      } catch (error) {
        // Every change is an upsert, an insert-once or a delete: a batch whose commit was in doubt is simply written again.
        if (!isConnectionError(error)) return this.fail(error);
        await this.reconnect();
      }
    }
  }

  private async reconnect(): Promise<void> {
    await this.client.end().catch(() => undefined);
    while (!this.closed) {
      await delay(reconnectDelayMs);
      try {
        const client = await connectWriter(this.options.databaseUrl, () => this.closed);
        if ((await currentEpoch(client)) !== this.options.epoch) {
          await client.end();
          return this.fail(new Error("another engine took over this database"));
        }
        this.client = client;
        return;
      } catch (error) {
        log.warn({ error: String(error) }, "database is away, trying again");
      }
    }
  }

  private fail(error: unknown): void {
    this.closed = true;
    this.client.end().catch(() => undefined);
    this.options.onFatal(error instanceof Error ? error : new Error(String(error)));
  }
}

/** SQLSTATE classes 08 (connection) and 57P (shutdown); errors without a five-character state come from the socket. */
function isConnectionError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return !/^[0-9A-Z]{5}$/.test(code) || /^(08|57P|53)/.test(code) || code === "EPIPE";
}
