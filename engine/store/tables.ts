type ColumnType = "text" | "bigint" | "int" | "json" | "boolean";
interface Table {
  columns: readonly (readonly [name: string, type: ColumnType])[];
  /** How many of the first columns are the primary key. */
  keyColumns: 1 | 2;
  /** `once`: the first row written under a key stays (step results, events). `latest`: the last one wins. */
  mode: "once" | "latest";
}

/** The tables that the journal writes, in the order of engine/store/migrations.ts. */
const tables = {
  apps: {
    columns: [
      ["name", "text"],
      ["url", "text"],
      ["details", "json"],
      ["synced_at_ms", "bigint"],
    ],
    keyColumns: 1,
    mode: "latest",
  },
  functions: {
    columns: [
      ["id", "text"],
      ["uuid", "text"],
      ["app_name", "text"],
      ["config", "json"],
      ["removed_at_ms", "bigint"],
    ],
    keyColumns: 1,
    mode: "latest",
  },
  events: {
    columns: [
      ["internal_id", "text"],
      ["name", "text"],
      ["received_at_ms", "bigint"],
      ["event", "json"],
    ],
    keyColumns: 1,
    mode: "once",
  },
  runs: {
    columns: [
      ["id", "text"],
      ["function_id", "text"],
      ["queued_at_ms", "bigint"],
      ["dedupe_key", "text"],
      ["events", "json"],
      ["details", "json"],
    ],
    keyColumns: 1,
    mode: "once",
  },
  run_events: {
    columns: [
      ["event_id", "text"],
      ["run_id", "text"],
    ],
    keyColumns: 2,
    mode: "once",
  },
  run_states: {
    columns: [
      ["run_id", "text"],
      ["status", "text"],
      ["started_at_ms", "bigint"],
      ["ended_at_ms", "bigint"],
      ["request_version", "int"],
      ["output", "json"],
    ],
    keyColumns: 1,
    mode: "latest",
  },
  steps: {
    columns: [
      ["run_id", "text"],
      ["step_id", "text"],
      ["position", "int"],
      ["op", "text"],
      ["name", "text"],
      ["recorded_at_ms", "bigint"],
      ["value", "json"],
    ],
    keyColumns: 2,
    mode: "once",
  },
  pending_ops: {
    columns: [
      ["run_id", "text"],
      ["step_id", "text"],
      ["kind", "text"],
      ["batch", "int"],
      ["race", "boolean"],
      ["due_at_ms", "bigint"],
      ["details", "json"],
    ],
    keyColumns: 2,
    mode: "latest",
  },
  queue_items: {
    columns: [
      ["run_id", "text"],
      ["step_id", "text"],
      ["attempt", "int"],
      ["due_at_ms", "bigint"],
    ],
    keyColumns: 2,
    mode: "latest",
  },
  holds: {
    columns: [
      ["key", "text"],
      ["kind", "text"],
      ["function_id", "text"],
      ["due_at_ms", "bigint"],
      ["details", "json"],
    ],
    keyColumns: 1,
    mode: "latest",
  },
  limits: {
    columns: [
      ["key", "text"],
      ["expires_at_ms", "bigint"],
      ["details", "json"],
    ],
    keyColumns: 1,
    mode: "latest",
  },
  crons: {
    columns: [
      ["function_id", "text"],
      ["cron", "text"],
      ["fired_at_ms", "bigint"],
    ],
    keyColumns: 2,
    mode: "latest",
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as TableName[];
export const tableOf = (name: TableName): Table => tables[name];
