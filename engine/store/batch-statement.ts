import { createHash } from "node:crypto";
import type { Cell, ChangeSet } from "./change-set";
import { type TableName, tableNames, tableOf } from "./tables";

export interface Statement {
  name: string;
  text: string;
  values: Cell[][];
}
interface Rows {
  puts: (readonly Cell[])[];
  deletes: (readonly Cell[])[];
}

/**
 * One SQL statement for many change sets: a chain of data-modifying CTEs, one per table and kind, fed by arrays. One statement
 * is one transaction, one round trip and one fsync however many runs share it. PostgreSQL does not let one statement
 * touch a row twice, so changes to one key are first folded into the last of them (the first, for `once` tables).
 */
export function batchStatement(changeSets: readonly ChangeSet[]): Statement | null {
  const values: Cell[][] = [];
  const parts: string[] = [];
  for (const [name, rows] of foldRows(changeSets)) {
    if (rows.puts.length > 0) parts.push(putSql(name, rows.puts, values));
    if (rows.deletes.length > 0) parts.push(deleteSql(name, rows.deletes, values));
  }
  const [only] = parts;
  if (only === undefined) return null;
  const text =
    parts.length === 1 ? only : `with ${parts.map((part, at) => `c${at} as (${part})`).join(", ")} select 1`;
  return { name: createHash("sha1").update(text).digest("hex"), text, values };
}

function foldRows(changeSets: readonly ChangeSet[]): [TableName, Rows][] {
  const folded = new Map<TableName, Map<string, { cells: readonly Cell[]; kind: "put" | "delete" }>>();
  for (const { changes } of changeSets) {
    for (const change of changes) {
      const byKey = folded.get(change.table) ?? new Map();
      folded.set(change.table, byKey);
      if (tableOf(change.table).mode === "once" && byKey.has(change.key)) continue;
      byKey.set(change.key, change);
    }
  }
  return tableNames.flatMap((name) => {
    const byKey = folded.get(name);
    if (!byKey) return [];
    const rows: Rows = { puts: [], deletes: [] };
    for (const { cells, kind } of byKey.values()) rows[kind === "put" ? "puts" : "deletes"].push(cells);
    return [[name, rows] satisfies [TableName, Rows]];
  });
}

function putSql(name: TableName, rows: (readonly Cell[])[], values: Cell[][]): string {
  const { columns, keyColumns, mode } = tableOf(name);
  const from = columns.map(([, type], at) => `${parameter(rows, at, values)}::${type}[]`).join(", ");
  const names = columns.map(([column]) => column);
  const updates = names.slice(keyColumns).map((column) => `${column} = excluded.${column}`);
  const conflict = mode === "once" ? "do nothing" : `do update set ${updates.join(", ")}`;
  const key = names.slice(0, keyColumns).join(", ");
  return `insert into engine.${name} (${names.join(", ")}) select * from unnest(${from}) on conflict (${key}) ${conflict}`;
}

function deleteSql(name: TableName, rows: (readonly Cell[])[], values: Cell[][]): string {
  const { columns, keyColumns } = tableOf(name);
  const keys = columns.slice(0, keyColumns);
  const from = keys.map(([, type], at) => `${parameter(rows, at, values)}::${type}[]`).join(", ");
  return `delete from engine.${name} where (${keys.map(([column]) => column).join(", ")}) in (select * from unnest(${from}))`;
}

function parameter(rows: (readonly Cell[])[], column: number, values: Cell[][]): string {
  values.push(rows.map((cells) => cells[column] ?? null));
  return `$${values.length}`;
}
