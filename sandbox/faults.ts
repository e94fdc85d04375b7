import { z } from "zod";

const faultProviders = [
  "hetzner",
  "cloudflare",
  "dns",
  "acme",
  "resend",
  "storage",
  "iam",
  "machine",
  "uplink",
  "github",
  "google",
] as const;
export type FaultProvider = (typeof faultProviders)[number];

const effectSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("status"),
    status: z.number().int().min(100).max(599),
    code: z.string().optional(),
    message: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  /** Cut the connection before anything is done. */
  z.object({ type: z.literal("reset") }),
  /** Do what was asked, then cut the connection without an answer. */
  z.object({ type: z.literal("reset_after") }),
  z.object({ type: z.literal("delay"), delayMs: z.number().int().min(0).max(3_600_000) }),
  /** Something only that provider can do; its names are listed in sandbox/README.md. */
  z.object({ type: z.literal("named"), name: z.string().min(1) }),
]);
export type FaultEffect = z.output<typeof effectSchema>;

/** Body of `POST /sandbox/faults`. */
export const faultSchema = z.object({
  provider: z.enum(faultProviders),
  /** E.g. `POST /servers`, `newOrder`, `exec nself plugin install`; compared as a prefix, `*` is any. */
  operation: z.string().min(1),
  /** Only when the operation's detail (a name, an id, an address) contains this. */
  match: z.string().optional(),
  /** How often it strikes; 0 until it is cleared. */
  times: z.number().int().min(0).default(1),
  effect: effectSchema,
});
export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema> & { id: string; struck: number };

export interface FaultStrike {
  at: string;
  faultId: string;
  provider: FaultProvider;
  operation: string;
  detail: string | null;
  effect: FaultEffect;
}

const historyLimit = 1000;

/** The faults that wait to strike, in the order they were added. Kept in memory: a restart is a clear sky. */
export class Faults {
  #faults: Fault[] = [];
  #history: FaultStrike[] = [];
  #added = 0;

  /** @throws ZodError when the input is not a fault. */
  add(input: FaultInput): Fault {
    this.#added += 1;
    const fault: Fault = { ...faultSchema.parse(input), id: `fault_${this.#added}`, struck: 0 };
    this.#faults.push(fault);
    return { ...fault };
  }

  list(): Fault[] {
    return this.#faults.map((fault) => ({ ...fault }));
  }

  /** Removes one fault, or all. Answers how many were removed. */
  clear(id?: string): number {
    const before = this.#faults.length;
    this.#faults = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
    return before - this.#faults.length;
  }

  /** The effect of the first fault that fits, which is thereby spent once; null when none fits. */
  take(provider: FaultProvider, operation: string, detail?: string): FaultEffect | null {
    const fault = this.#faults.find(
      (candidate) =>
        candidate.provider === provider &&
        (candidate.operation === "*" || operation.startsWith(candidate.operation)) &&
        (candidate.match === undefined || (detail ?? "").includes(candidate.match)),
    );
    if (!fault) return null;
    fault.struck += 1;
    if (fault.times > 0 && fault.struck >= fault.times) {
      this.#faults = this.#faults.filter((candidate) => candidate !== fault);
    }
    this.#history.push({
      at: new Date().toISOString(),
      faultId: fault.id,
      provider,
      operation,
      detail: detail ?? null,
      effect: fault.effect,
    });
    if (this.#history.length > historyLimit) this.#history.shift();
    return fault.effect;
  }

  /** What has struck, oldest first; the last 1000. */
  history(): FaultStrike[] {
    return [...this.#history];
  }
}
