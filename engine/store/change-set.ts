import type { TableName } from "./tables";

export type Cell = string | number | boolean | null;

/** What one decision of the engine writes. Everything in it becomes durable together, or not at all. */
export class ChangeSet {
  readonly changes: { table: TableName; key: string; cells: readonly Cell[]; kind: "put" | "delete" }[] = [];
  private readonly effects: (() => void)[] = [];

  /** `cells` in the order of the table's columns. */
  put(table: TableName, key: string, cells: readonly Cell[]): void {
    this.changes.push({ table, key, cells, kind: "put" });
  }

  /** `cells` are the key columns alone. */
  delete(table: TableName, key: string, cells: readonly Cell[]): void {
    this.changes.push({ table, key, cells, kind: "delete" });
  }

  /** Runs once the change is durable, in the order added: nothing may be told to the world before. */
  after(effect: () => void): void {
    this.effects.push(effect);
  }

  runEffects(): void {
    for (const effect of this.effects) effect();
  }
}
