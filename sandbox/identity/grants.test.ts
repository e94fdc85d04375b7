import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { type Grant, Grants } from "./grants";
import { OAuthError } from "./oauth-error";

let now = 0;
let grants: Grants;
beforeEach(() => {
  now = 0;
  grants = new Grants({ tokenLifetimeMs: 3_600_000, now: () => now });
});

const grant: Grant = {
  clientId: "client",
  redirectUri: "http://127.0.0.1/back",
  personId: "1",
  scopes: [],
  challenge: null,
  nonce: null,
};
const verifier = "a".repeat(43);
const s256 = createHash("sha256").update(verifier).digest("base64url");
const by = { clientId: "client", redirectUri: grant.redirectUri, codeVerifier: null as string | null };
const bearer = (token: string) =>
  grants.grantOf(new Request("http://x", { headers: { authorization: `Bearer ${token}` } }));

function refusalOf(act: () => unknown): string {
  try {
    act();
    return "none";
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
}

test("a code is redeemed once, and a second time takes the token back", () => {
  const code = grants.issueCode(grant);
  const { accessToken } = grants.redeem(code, by);
  expect(bearer(accessToken)).toEqual(grant);
  expect(refusalOf(() => grants.redeem(code, by))).toBe("invalid_grant");
  expect(bearer(accessToken)).toBeUndefined();
});

test("a code lives for ten minutes, a token as long as the provider says", () => {
  const [early, late] = [grants.issueCode(grant), grants.issueCode(grant)];
  now = 599_999;
  const { accessToken } = grants.redeem(early, by);
  now = 600_000;
  expect(refusalOf(() => grants.redeem(late, by))).toBe("invalid_grant");
  now = 599_999 + 3_599_999;
  expect(bearer(accessToken)).toEqual(grant);
  now += 1;
  expect(bearer(accessToken)).toBeUndefined();
});

describe("a code is refused", () => {
  test.each([
    ["from another client", {}, { clientId: "other" }, "invalid_grant"],
    ["with another redirect_uri", {}, { redirectUri: "http://127.0.0.1/else" }, "redirect_uri_mismatch"],
    ["without its redirect_uri", {}, { redirectUri: null }, "redirect_uri_mismatch"],
    [
      "with another verifier",
      { challenge: { value: s256, method: "S256" } },
      { codeVerifier: "b".repeat(43) },
      "invalid_grant",
    ],
    ["without its verifier", { challenge: { value: s256, method: "S256" } }, {}, "invalid_grant"],
    ["with a verifier that nobody announced", {}, { codeVerifier: verifier }, "invalid_grant"],
  ] as const)("%s, and is spent", (_, asked, presented, refusal) => {
    const code = grants.issueCode({ ...grant, ...asked });
    expect(refusalOf(() => grants.redeem(code, { ...by, ...presented }))).toBe(refusal);
    const right = { ...by, codeVerifier: "challenge" in asked ? verifier : null };
    expect(refusalOf(() => grants.redeem(code, right))).toBe("invalid_grant");
  });
});

test.each([
  ["S256", s256],
  ["plain", verifier],
] as const)("the verifier of a %s challenge is accepted", (method, value) => {
  const code = grants.issueCode({ ...grant, challenge: { value, method } });
  expect(refusalOf(() => grants.redeem(code, { ...by, codeVerifier: verifier }))).toBe("none");
});
