import { expect, test } from "vitest";
import { registeredDomainOf } from "./rate-limits";

test.each([
  ["sandbox.localhost", "sandbox.localhost"],
  ["one.sandbox.localhost", "one.sandbox.localhost"],
  ["*.one.sandbox.localhost", "one.sandbox.localhost"],
  ["a.b.one.sandbox.localhost", "one.sandbox.localhost"],
])("%s counts towards %s", (name, registered) => {
  expect(registeredDomainOf(name, "sandbox.localhost")).toBe(registered);
});
