import Cloudflare from "cloudflare";
import { sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { setBucket, takeFromBucket } from "@/lib/rate-bucket";
import { cloudflareError } from "./cloudflare-errors";

const timeoutMs = 15_000;
/** 1200 requests in 5 minutes a token (developers.cloudflare.com "Rate limits"); a breach blocks for 5 minutes: 400 at once and 780 more. */
const budget = { capacity: 400, refillPerSecond: 2.6 };

let kept: { key: string; client: Cloudflare } | undefined;

function client(): Cloudflare {
  const { CLOUDFLARE_API_URL: baseURL, CLOUDFLARE_TOKEN: apiToken } = env();
  const key = `${baseURL} ${apiToken}`;
  // Retries are ours to decide: the package would repeat a POST whose answer was lost.
  kept = kept?.key === key ? kept : { key, client: newClient(baseURL, apiToken) };
  return kept.client;
}

function newClient(baseURL: string, apiToken: string): Cloudflare {
  return new Cloudflare({
    baseURL,
    apiToken,
    apiKey: null,
    apiEmail: null,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: "off",
  });
}

/** One call to Cloudflare within the shared budget; its failures are AppErrors. A 429 empties the budget until it ends. */
export async function cloudflare<T>(call: (api: Cloudflare, zoneId: string) => PromiseLike<T>): Promise<T> {
  const key = `cloudflare:${sha256(env().CLOUDFLARE_TOKEN).slice(0, 16)}`;
  const taken = await takeFromBucket({ key, ...budget });
  if (!taken.ok) {
    throw new AppError("provider_throttled", {
      internal: "our own budget at cloudflare is used up",
      retryAfterSeconds: Math.ceil(taken.retryAfterSeconds),
    });
  }
  try {
    return await call(client(), env().CLOUDFLARE_ZONE_ID);
  } catch (cause) {
    const error = cloudflareError(cause);
    if (error.code === "provider_throttled" && error.retryAfterSeconds) {
      await setBucket(key, 1 - error.retryAfterSeconds * budget.refillPerSecond);
    }
    throw error;
  }
}
