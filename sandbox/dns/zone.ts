import { join } from "node:path";
import { z } from "zod";
import type { SandboxContext, Speed } from "@/sandbox/context";
import { readJsonFile, writeJsonFile } from "@/sandbox/json-file";

type ZoneRecordType = "A" | "AAAA" | "TXT" | "CNAME" | "CAA" | "NS" | "MX" | "SRV";

/** A record as the name server holds it. */
export interface ZoneRecord {
  /** Fully qualified, lower case, no dot at the end; `*.` in front makes a wildcard. */
  name: string;
  type: ZoneRecordType;
  ttlSeconds: number;
  /** In zone-file form: an address, a name, a text, `0 issue "ca.example"`, `10 mail.example`. */
  content: string;
}

/** How long a change takes to be served. Cloudflare: "within five seconds" for most changes. */
const propagationMs: Readonly<Record<Speed, number>> = { instant: 0, demo: 500, real: 4000 };

const fileSchema = z.object({ serial: z.number().int() });

/** The content of the one zone, as served at a moment: a change becomes visible after the propagation delay. */
export class Zone {
  readonly domain: string;
  #context: SandboxContext;
  #served: readonly ZoneRecord[] = [];
  #before: readonly ZoneRecord[] = [];
  #pending: { visibleAt: number; records: readonly ZoneRecord[] }[] = [];
  #serial: number;
  #serialPath: string;

  constructor(context: SandboxContext) {
    this.domain = context.domain;
    this.#context = context;
    this.#serialPath = join(context.dataDir, "dns", "zone.json");
    this.#serial = readJsonFile(this.#serialPath, fileSchema)?.serial ?? 1;
  }

  /** Replaces what the zone holds. `immediately` skips the propagation delay: for the start. */
  publish(records: readonly ZoneRecord[], immediately = false): void {
    const delayMs = immediately ? 0 : propagationMs[this.#context.speed];
    this.#pending.push({ visibleAt: Date.now() + delayMs, records });
    this.#serial += 1;
    writeJsonFile(this.#serialPath, { serial: this.#serial });
    if (delayMs === 0) this.#settle(Number.POSITIVE_INFINITY);
  }

  /** What is served now; `stale` is what was served before the last change. */
  records(view: "current" | "stale" = "current"): readonly ZoneRecord[] {
    this.#settle(Date.now());
    const own = view === "current" ? this.#served : this.#before;
    return [...this.#infrastructure(), ...own];
  }

  /** Rises with every change, and is kept across restarts (RFC 1982). */
  get serial(): number {
    return this.#serial;
  }

  #settle(now: number): void {
    for (let next = this.#pending[0]; next && next.visibleAt <= now; next = this.#pending[0]) {
      this.#before = this.#served;
      this.#served = next.records;
      this.#pending.shift();
    }
  }

  #infrastructure(): ZoneRecord[] {
    const nameServer = `ns1.${this.domain}`;
    return [
      { name: this.domain, type: "NS", ttlSeconds: 86_400, content: nameServer },
      { name: nameServer, type: "A", ttlSeconds: 86_400, content: "127.0.0.1" },
    ];
  }
}
