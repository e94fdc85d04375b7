import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readMail } from "./mail";
import { Mailbox } from "./mailbox";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-mailbox-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

test("an idempotency key is forgotten after 24 hours", () => {
  let now = Date.parse("2026-11-20T12:00:00Z");
  const mailbox = new Mailbox(dataDir, () => now);
  const content = readMail({ from: "a@example.com", to: "b@example.com", subject: "s", text: "t" });
  const [first] = mailbox.send([content], "key");
  now += 24 * 3_600_000 - 1;
  expect(mailbox.send([content], "key")).toEqual([first]);
  now += 2;
  expect(mailbox.send([content], "key")).not.toEqual([first]);
  expect(mailbox.list("b@example.com")).toHaveLength(2);
});
