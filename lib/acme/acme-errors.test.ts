import { expect, test } from "vitest";
import { acmeError, acmeErrorTable } from "./acme-errors";
import { AcmeProblem } from "./acme-problem";

/** RFC 8555 section 6.7 and RFC 9773 section 7.4. */
const registered = [
  "accountDoesNotExist",
  "alreadyReplaced",
  "alreadyRevoked",
  "badCSR",
  "badNonce",
  "badPublicKey",
  "badRevocationReason",
  "badSignatureAlgorithm",
  "caa",
  "compound",
  "connection",
  "dns",
  "externalAccountRequired",
  "incorrectResponse",
  "invalidContact",
  "malformed",
  "orderNotReady",
  "rateLimited",
  "rejectedIdentifier",
  "serverInternal",
  "tls",
  "unauthorized",
  "unsupportedContact",
  "unsupportedIdentifier",
  "userActionRequired",
];

test("every registered problem type is classified", () => {
  expect(Object.keys(acmeErrorTable).sort()).toEqual([...registered].sort());
});

test.each([
  ["rateLimited", 429, "certificate_limited"],
  ["caa", 403, "certificate_refused"],
  ["unauthorized", 403, "certificate_refused"],
  ["rejectedIdentifier", 400, "certificate_refused"],
  ["accountDoesNotExist", 400, "provider_auth"],
  ["serverInternal", 500, "certificate_failed"],
  ["", 503, "certificate_failed"],
  ["", 429, "certificate_limited"],
  ["newType", 400, "certificate_failed"],
])("problem %s with HTTP %i is %s", (type, status, code) => {
  expect(acmeError(new AcmeProblem(type, status, "why", undefined, [])).code).toBe(code);
});

test("a limit without Retry-After still asks for patience", () => {
  expect(acmeError(new AcmeProblem("rateLimited", 429, "", undefined, [])).retryAfterSeconds).toBe(3600);
});

test("of several problems at once the gravest counts", () => {
  expect(acmeError(new AcmeProblem("compound", 403, "", undefined, ["dns", "caa"])).code).toBe(
    "certificate_refused",
  );
});
