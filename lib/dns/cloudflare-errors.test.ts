import { APIError } from "cloudflare";
import { expect, test } from "vitest";
import { cloudflareError } from "./cloudflare-errors";

function failure(status: number, code: number, headers: Record<string, string> = {}) {
  const body = { success: false, errors: [{ code, message: "why" }], messages: [], result: null };
  return cloudflareError(APIError.generate(status, body, undefined, new Headers(headers)));
}

test.each([
  [403, 9109, "provider_auth"],
  [403, 10000, "provider_auth"],
  [400, 10000, "provider_auth"],
  [400, 81053, "domain_conflict"],
  [400, 81057, "domain_conflict"],
  [400, 81058, "domain_conflict"],
  [404, 81044, "not_found"],
  [400, 81045, "quota"],
  [400, 1004, "provider_refused"],
  [400, 99999, "provider_refused"],
  [500, 99999, "provider_unavailable"],
])("HTTP %i with number %i is %s", (status, number, code) => {
  expect(failure(status, number).code).toBe(code);
});

test("a 429 says how long, five minutes when it does not", () => {
  expect(failure(429, 10013, { "retry-after": "17" })).toMatchObject({
    code: "provider_throttled",
    retryAfterSeconds: 17,
  });
  expect(failure(429, 10013)).toMatchObject({ code: "provider_throttled", retryAfterSeconds: 300 });
});

test("a broken connection is transient", () => {
  expect(cloudflareError(new TypeError("fetch failed")).class).toBe("transient");
});
