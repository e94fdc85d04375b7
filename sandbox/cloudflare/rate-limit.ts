export interface RateLimitOptions {
  /** Requests a token may make in a window. Cloudflare: 1,200 in five minutes, all calls together. */
  limit: number;
  windowSeconds: number;
  now(): number;
}

export const defaultRateLimit: RateLimitOptions = { limit: 1200, windowSeconds: 300, now: Date.now };

/** Counts calls per token. Who goes over is blocked for a whole window, however slowly it calls meanwhile. */
export class RateLimit {
  #options: RateLimitOptions;
  #windows = new Map<string, { startedAt: number; calls: number; blockedUntil: number }>();

  constructor(options: RateLimitOptions = defaultRateLimit) {
    this.#options = options;
  }

  /** Counts a call. `retryAfterSeconds` is 0 when it may pass. */
  count(token: string): { retryAfterSeconds: number; headers: Record<string, string> } {
    const { limit, windowSeconds, now } = this.#options;
    const at = now();
    let window = this.#windows.get(token);
    if (!window || (at >= window.startedAt + windowSeconds * 1000 && at >= window.blockedUntil)) {
      window = { startedAt: at, calls: 0, blockedUntil: 0 };
      this.#windows.set(token, window);
    }
    window.calls += 1;
    if (window.calls > limit && window.blockedUntil <= at) window.blockedUntil = at + windowSeconds * 1000;
    const retryAfterSeconds = Math.max(0, Math.ceil((window.blockedUntil - at) / 1000));
    const resetSeconds = Math.max(
      retryAfterSeconds,
      Math.ceil((window.startedAt + windowSeconds * 1000 - at) / 1000),
    );
    return {
      retryAfterSeconds,
      headers: {
        ratelimit: `"default";r=${Math.max(0, limit - window.calls)};t=${resetSeconds}`,
        "ratelimit-policy": `"default";q=${limit};w=${windowSeconds}`,
      },
    };
  }

  /** Blocks a token now, as if it had gone over the limit. */
  block(token: string): void {
    const { windowSeconds, now, limit } = this.#options;
    this.#windows.set(token, { startedAt: now(), calls: limit, blockedUntil: now() + windowSeconds * 1000 });
  }

  /** Forgets every count: for tests that follow a block. */
  reset(): void {
    this.#windows.clear();
  }
}
