import { randomBytes, randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { newBackupKey, seal, UnsealError, unseal } from "./sealed-object";

const key = newBackupKey();
const name = "servers/srv_a/base/0001";

const reasonOf = (open: () => unknown): string => {
  try {
    open();
    return "opened";
  } catch (error) {
    return error instanceof UnsealError ? error.reason : String(error);
  }
};

test("what was sealed opens under its key and name, also when it is empty", () => {
  for (const plain of [Buffer.alloc(0), Buffer.from("rows"), randomBytes(100_000)])
    expect(unseal(key, name, seal(key, name, plain)).equals(plain)).toBe(true);
});

test("the same bytes are never sealed to the same object twice", () => {
  expect(seal(key, name, Buffer.from("rows")).equals(seal(key, name, Buffer.from("rows")))).toBe(false);
});

test("another key is told apart from damage", () => {
  expect(reasonOf(() => unseal(newBackupKey(), name, seal(key, name, Buffer.from("rows"))))).toBe(
    "wrong_key",
  );
});

test("an object under another name does not open", () => {
  const sealed = seal(key, name, Buffer.from("rows"));
  expect(reasonOf(() => unseal(key, "servers/srv_b/base/0001", sealed))).toBe("damaged");
});

test("no flipped bit and no cut is opened", () => {
  const sealed = seal(key, name, randomBytes(300));
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << randomInt(8)), at);
    expect(
      reasonOf(() => unseal(key, name, changed)),
      `byte ${at}`,
    ).not.toBe("opened");
    expect(
      reasonOf(() => unseal(key, name, sealed.subarray(0, at))),
      `cut at ${at}`,
    ).not.toBe("opened");
  }
});
