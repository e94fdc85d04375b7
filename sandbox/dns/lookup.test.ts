import { expect, test } from "vitest";
import { lookUp } from "./lookup";
import type { ZoneRecord } from "./zone";

const record = (name: string, type: ZoneRecord["type"], content: string): ZoneRecord => ({
  name: `${name}.example`,
  type,
  content,
  ttlSeconds: 60,
});
/** The zone of RFC 4592 section 2.2.1, in our types. */
const records = [
  record("*", "TXT", "this is a wildcard"),
  record("*", "MX", "10 host1.example"),
  record("sub.*", "TXT", "this is not a wildcard"),
  record("host1", "A", "192.0.2.1"),
  record("_ssh._tcp.host1", "SRV", "0 0 22 host1.example"),
  record("alias", "CNAME", "host1.example"),
  record("*.app", "CNAME", "host1.example"),
];
const ask = (name: string, type: string) => lookUp("example", records, `${name}.example`, type);

test.each([
  // RFC 4592 2.2.1: "responses that are synthesized from a wildcard" and those that are not.
  ["host3", "MX", "found"],
  ["host3", "A", "no_data"],
  ["foo.bar", "TXT", "found"],
  ["host1", "MX", "no_data"],
  ["sub.*", "MX", "no_data"],
  ["_telnet._tcp.host1", "SRV", "no_such_name"],
  ["ghost.*", "MX", "no_such_name"],
  ["_tcp.host1", "A", "no_data"],
])("%s %s is answered as RFC 4592 says: %s", (name, type, outcome) => {
  expect(ask(name, type).outcome).toBe(outcome);
});

test("a wildcard answers under the name that was asked", () => {
  expect(ask("foo.bar", "TXT").records).toEqual([record("foo.bar", "TXT", "this is a wildcard")]);
});

test("a CNAME is followed, from a wildcard too, with the chain first", () => {
  expect(ask("x.app", "A").records.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "x.app.example CNAME",
    "host1.example A",
  ]);
});

test("names compare without regard to case, and names elsewhere are not ours", () => {
  expect(lookUp("example", records, "HOST1.Example.", "A").records).toHaveLength(1);
  expect(lookUp("example", records, "host1.elsewhere", "A").outcome).toBe("not_ours");
});

test("a CNAME loop ends", () => {
  const loop = [record("a", "CNAME", "b.example"), record("b", "CNAME", "a.example")];
  expect(lookUp("example", loop, "a.example", "A").records.length).toBeLessThan(20);
});
