import { HetznerError } from "./errors";

export interface RateLimitOptions {
  /** Calls that may come at once. Hetzner: 3600 a project. */
  burst: number;
  /** Calls that come back a second. Hetzner: 1. */
  refillPerSecond: number;
  now(): number;
}

export const defaultRateLimit: RateLimitOptions = { burst: 3600, refillPerSecond: 1, now: Date.now };

/** A leaky bucket a project, told in Hetzner's `RateLimit-*` headers. */
export class RateLimit {
  #remaining: number;
  #countedAt: number;

  constructor(private readonly options: RateLimitOptions) {
    this.#remaining = options.burst;
    this.#countedAt = options.now();
  }

  /** Counts one call. @throws HetznerError `rate_limit_exceeded`. */
  count(): Record<string, string> {
    const { burst, refillPerSecond, now } = this.options;
    const at = now();
    this.#remaining = Math.min(burst, this.#remaining + ((at - this.#countedAt) / 1000) * refillPerSecond);
    this.#countedAt = at;
    if (this.#remaining < 1) {
      const headers = this.headers((1 - this.#remaining) / refillPerSecond);
      throw new HetznerError("rate_limit_exceeded", "limit of requests per hour reached", null, headers);
    }
    this.#remaining -= 1;
    return this.headers((burst - this.#remaining) / refillPerSecond);
  }

  /** `RateLimit-Reset` is a Unix time in seconds. */
  private headers(secondsUntilReset: number): Record<string, string> {
    return {
      "ratelimit-limit": String(this.options.burst),
      "ratelimit-remaining": String(Math.floor(this.#remaining)),
      "ratelimit-reset": String(Math.ceil(this.options.now() / 1000 + secondsUntilReset)),
    };
  }
}
