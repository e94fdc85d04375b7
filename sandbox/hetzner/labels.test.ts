import { describe, expect, it } from "vitest";
import { checkLabels, parseSelector } from "./labels";

describe("labels", () => {
  it.each(["a", "nself-server", "example.com/role", "A_1.b"])("take the key %s", (key) => {
    expect(checkLabels({ [key]: "" })).toEqual([]);
  });
  it.each(["", "-a", "a/b/c", "hetzner.cloud/x", "a b", "x".repeat(64)])("refuse the key '%s'", (key) => {
    expect(checkLabels({ [key]: "v" })).toHaveLength(1);
  });
  it.each(["-a", "a b", "x".repeat(64)])("refuse the value '%s'", (value) => {
    expect(checkLabels({ key: value })).toHaveLength(1);
  });
});

describe("a label selector", () => {
  const labels = { env: "prod", team: "a" };
  it.each([
    ["env", true],
    ["!env", false],
    ["!other", true],
    ["env=prod", true],
    ["env==prod,team=a", true],
    ["env!=prod", false],
    ["other!=x", true],
    ["env in (dev,prod)", true],
    ["env notin (dev,prod)", false],
    ["other notin (x)", true],
  ])("%s fits: %s", (selector, fits) => {
    expect(parseSelector(selector)?.(labels)).toBe(fits);
  });
  it("is refused when malformed", () => {
    expect(parseSelector("a=b=c d")).toBeNull();
    expect(parseSelector(",")).toBeNull();
  });
});
