import { expect, test } from "vitest";
import { Faults } from "./faults";

const reset = { type: "reset" } as const;

test("a fault strikes as often as it says and is then gone", () => {
  const faults = new Faults();
  faults.add({ provider: "hetzner", operation: "POST /servers", times: 2, effect: reset });
  const take = () => faults.take("hetzner", "POST /servers");
  expect([take(), take(), take()]).toEqual([reset, reset, null]);
  expect(faults.list()).toEqual([]);
  expect(faults.history()).toHaveLength(2);
});

test("operations are compared as prefixes, a star is any, and another provider's are never touched", () => {
  const faults = new Faults();
  faults.add({ provider: "machine", operation: "exec nself plugin", times: 0, effect: reset });
  expect(faults.take("machine", "exec nself plugin install hello")).toEqual(reset);
  expect(faults.take("machine", "exec nself build")).toBeNull();
  expect(faults.take("uplink", "exec nself plugin install")).toBeNull();
  faults.add({ provider: "uplink", operation: "*", effect: reset });
  expect(faults.take("uplink", "GET /api/registry")).toEqual(reset);
});

test("a match narrows a fault to one detail, and the first that fits strikes", () => {
  const faults = new Faults();
  faults.add({ provider: "dns", operation: "*", match: "one.", effect: { type: "delay", delayMs: 1 } });
  faults.add({ provider: "dns", operation: "*", effect: reset });
  expect(faults.take("dns", "query A", "two.sandbox")).toEqual(reset);
  expect(faults.take("dns", "query A")).toBeNull();
  expect(faults.take("dns", "query A", "one.sandbox")).toMatchObject({ type: "delay" });
});

test("a fault that waits for ever ends when it is cleared, by its id or with all others", () => {
  const faults = new Faults();
  const first = faults.add({ provider: "acme", operation: "*", times: 0, effect: reset });
  faults.add({ provider: "acme", operation: "newOrder", effect: reset });
  expect(faults.clear(first.id)).toBe(1);
  expect(faults.clear(first.id)).toBe(0);
  expect(faults.clear()).toBe(1);
  expect(faults.take("acme", "newOrder")).toBeNull();
});

test("what is no fault is refused", () => {
  const faults = new Faults();
  expect(() =>
    faults.add({ provider: "acme", operation: "*", effect: { type: "status", status: 42 } }),
  ).toThrow();
  expect(() => faults.add({ provider: "acme", operation: "*", times: -1, effect: reset })).toThrow();
});
