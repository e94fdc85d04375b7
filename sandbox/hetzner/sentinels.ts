import { HetznerError } from "./errors";

const kinds = [
  "no-capacity",
  "placement",
  "slow",
  "boot-fails",
  "rate-limited",
  "timeout",
  "locked",
  "ipv6",
] as const;
export type SentinelKind = (typeof kinds)[number];

const slowExtraMs = 4000;
const rateLimitedSeconds = 2;
const lockedAnswers = 2;

/** The trouble, or the peculiarity, that a label value asks for: `sim-no-capacity-shop` is `no-capacity`; null for ordinary labels. */
export function sentinelOf(labels: Record<string, string>): SentinelKind | null {
  for (const value of Object.values(labels)) {
    const kind = kinds.find((name) => value === `sim-${name}` || value.startsWith(`sim-${name}-`));
    if (kind) return kind;
  }
  return null;
}

/** Trouble by name, for those who have no access to the faults: it needs only a label. Forgotten at a restart. */
export class Sentinels {
  #firstLocations = new Map<string, string>();
  #rateLimited = new Set<string>();
  #lockedAnswers = new Map<string, number>();

  /** Called before a server is created. @throws HetznerError as the sentinel wants it. */
  beforeCreate(request: { name: string; labels: Record<string, string>; location: string }): void {
    const kind = sentinelOf(request.labels);
    if (kind === "no-capacity" || kind === "placement") {
      const first = this.#firstLocations.get(request.name) ?? request.location;
      this.#firstLocations.set(request.name, first);
      if (first !== request.location) return;
      throw kind === "placement"
        ? new HetznerError("placement_error", "error during placement")
        : new HetznerError(
            "resource_unavailable",
            "error during placement: resources unavailable in location",
          );
    }
    if (kind === "rate-limited" && !this.#rateLimited.has(request.name)) {
      this.#rateLimited.add(request.name);
      throw new HetznerError("rate_limit_exceeded", "limit of requests per hour reached", null, {
        "ratelimit-limit": "3600",
        "ratelimit-remaining": "0",
        "ratelimit-reset": String(Math.ceil(Date.now() / 1000) + rateLimitedSeconds),
      });
    }
  }

  /** Called before an action on a server: `sim-locked-…` refuses the first two. */
  beforeAction(server: { id: string; labels: Record<string, string> }): void {
    if (sentinelOf(server.labels) !== "locked") return;
    const given = this.#lockedAnswers.get(server.id) ?? 0;
    if (given >= lockedAnswers) return;
    this.#lockedAnswers.set(server.id, given + 1);
    throw new HetznerError("locked", "server is locked");
  }

  /** What a slow server takes longer, at every speed. */
  extraMs(labels: Record<string, string>): number {
    return sentinelOf(labels) === "slow" ? slowExtraMs : 0;
  }
}
