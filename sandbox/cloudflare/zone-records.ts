import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { SandboxContext } from "@/sandbox/context";
import type { Zone } from "@/sandbox/dns/zone";
import { readJsonFile, writeJsonFile } from "@/sandbox/json-file";
import { CloudflareError, recordNotFound } from "./envelope";
import { type DnsRecord, readRecordInput, recordSchema } from "./record";
import { findConflict } from "./record-conflict";

/** One change; `body` is what the client sent. */
export type Operation =
  | { kind: "delete"; id: string }
  | { kind: "patch"; id: string; body: Record<string, unknown> }
  | { kind: "put"; id: string; body: Record<string, unknown> }
  | { kind: "post"; body: Record<string, unknown> };

/** What "Automatic" (`ttl: 1`) is served as. */
const automaticTtlSeconds = 300;

/** The records of the zone: kept on disk, published to the name server, changed all or nothing. */
export class ZoneRecords {
  #records: DnsRecord[];
  #path: string;
  #zone: Zone;
  /** Paid plans hold 3,500 records a zone. */
  #limit: number;

  constructor(context: SandboxContext, zone: Zone, limit = 3500) {
    this.#path = join(context.dataDir, "cloudflare", "records.json");
    this.#records = readJsonFile(this.#path, z.array(recordSchema)) ?? [];
    this.#zone = zone;
    this.#limit = limit;
    this.#publish(true);
  }

  all(): readonly DnsRecord[] {
    return this.#records;
  }

  /** @throws CloudflareError 81044 */
  get(id: string): DnsRecord {
    const record = this.#records.find((candidate) => candidate.id === id);
    if (!record) throw recordNotFound();
    return record;
  }

  /** Applies the operations in their order and answers the record of each. @throws CloudflareError, with nothing applied. */
  apply(operations: readonly Operation[]): DnsRecord[] {
    let records = this.#records;
    const touched: DnsRecord[] = [];
    for (const operation of operations) {
      const step = this.#step(records, operation);
      records = step.records;
      touched.push(step.record);
    }
    this.#records = records;
    writeJsonFile(this.#path, records);
    this.#publish(false);
    return touched;
  }

  #step(records: DnsRecord[], operation: Operation): { records: DnsRecord[]; record: DnsRecord } {
    const now = new Date().toISOString();
    if (operation.kind === "post") {
      const input = readRecordInput(operation.body, this.#zone.domain);
      const record = { ...input, id: randomBytes(16).toString("hex"), created_on: now, modified_on: now };
      if (records.length >= this.#limit) throw new CloudflareError(400, 81045, "Record quota exceeded.");
      this.#check(records, record);
      return { records: [...records, record], record };
    }
    const before = records.find((candidate) => candidate.id === operation.id);
    if (!before) throw recordNotFound();
    if (operation.kind === "delete") {
      return { records: records.filter((candidate) => candidate !== before), record: before };
    }
    const body = operation.kind === "put" ? operation.body : { ...before, ...operation.body };
    const input = readRecordInput(body, this.#zone.domain);
    const record = { ...input, id: before.id, created_on: before.created_on, modified_on: now };
    this.#check(records, record);
    return { records: records.map((candidate) => (candidate === before ? record : candidate)), record };
  }

  #check(records: DnsRecord[], candidate: DnsRecord): void {
    const conflict = findConflict(records, candidate);
    if (conflict) throw conflict;
  }

  #publish(immediately: boolean): void {
    this.#zone.publish(
      this.#records.map(({ name, type, content, ttl, priority }) => ({
        name,
        type,
        content: type === "MX" ? `${priority ?? 0} ${content}` : content,
        ttlSeconds: ttl === 1 ? automaticTtlSeconds : ttl,
      })),
      immediately,
    );
  }
}
