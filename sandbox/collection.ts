import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { readJsonFile, writeJsonFile } from "@/sandbox/json-file";

/** Things with an id, in memory and each in a JSON file of its own, so that a restart finds them again. */
export class Collection<Item extends { id: string }> {
  #items = new Map<string, Item>();
  #folder: string;

  constructor(folder: string, schema: z.ZodType<Item>) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".json"))) {
      const item = readJsonFile(join(folder, name), schema);
      if (item) this.#items.set(item.id, item);
    }
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  all(): Item[] {
    return [...this.#items.values()];
  }

  /** Keeps the item, on disk before this returns. */
  put(item: Item): Item {
    writeJsonFile(this.#path(item.id), item);
    this.#items.set(item.id, item);
    return item;
  }

  delete(id: string): void {
    if (!this.#items.delete(id)) return;
    rmSync(this.#path(id), { force: true });
  }

  #path(id: string): string {
    return join(this.#folder, `${encodeURIComponent(id)}.json`);
  }
}
