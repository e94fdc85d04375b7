import { setTimeout as sleep } from "node:timers/promises";
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { setBucket, takeFromBucket } from "@/lib/rate-bucket";

/**
 * Hetzner gives a project 3600 requests, refilled at 1/s (docs.hetzner.cloud "Rate Limiting"). Of those at most
 * `burst` go out between two answers that tell how many remain; the answers keep the shared bucket honest.
 */
const burst = 60;
const refillPerSecond = 1;
const longestWaitMs = 4000;

let lastKnown = burst;

function bucketKey(): string {
  return `hetzner:${sha256(env().HETZNER_TOKEN).slice(0, 16)}`;
}

/** True when calls should be gathered rather than sent one by one. */
export function isBudgetLow(): boolean {
  return lastKnown < burst / 3;
}

/** Waits for the right to send one request; throws `provider_throttled` when that would take more than a few seconds. */
export async function takeHetznerCall(): Promise<void> {
  const giveUpAt = Date.now() + longestWaitMs;
  for (;;) {
    const taken = await takeFromBucket({ key: bucketKey(), capacity: burst, refillPerSecond });
    if (taken.ok) {
      lastKnown = taken.remaining;
      return;
    }
    lastKnown = 0;
    const waitMs = taken.retryAfterSeconds * 1000;
    if (Date.now() + waitMs > giveUpAt) {
      throw new AppError("provider_throttled", {
        internal: "our own budget at hetzner is used up",
        retryAfterSeconds: Math.ceil(taken.retryAfterSeconds),
      });
    }
    await sleep(waitMs * (1 + Math.random() * 0.2));
  }
}

/**
 * Corrects the bucket by what an answer's headers tell: fewer calls remain than we thought, or plenty do and the
 * bucket need not trickle. A 429 empties it until RateLimit-Reset (epoch seconds; never more than the hour a full
 * refill takes, whatever a wrong clock says). Answers how many seconds to wait after a 429.
 */
export async function learnFromHeaders(status: number, headers: Headers): Promise<number | undefined> {
  if (status === 429) {
    const waitSeconds = secondsUntilReset(headers);
    lastKnown = 0;
    await setBucket(bucketKey(), 1 - waitSeconds * refillPerSecond);
    return waitSeconds;
  }
  const header = headers.get("ratelimit-remaining");
  const remaining = header === null ? Number.NaN : Number(header);
  if (!Number.isFinite(remaining)) return undefined;
  const runsLow = remaining < burst && remaining < lastKnown;
  const couldRise = remaining >= burst * 2 && lastKnown < burst / 2;
  if (runsLow || couldRise) {
    lastKnown = Math.min(remaining, burst);
    await setBucket(bucketKey(), lastKnown);
  }
  return undefined;
}

function secondsUntilReset(headers: Headers): number {
  const reset = Number(headers.get("ratelimit-reset") ?? Number.NaN);
  const seconds = Number.isFinite(reset) ? reset - Date.now() / 1000 : 1;
  return Math.min(3600, Math.max(1, Math.ceil(seconds)));
}
