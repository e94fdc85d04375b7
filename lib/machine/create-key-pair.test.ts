import ssh2 from "ssh2";
import { expect, test } from "vitest";
import { createSshKeyPair } from "./create-key-pair";

function parse(key: string) {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return parsed;
}

test("every one of many key pairs signs and verifies", () => {
  // Enough to meet keys whose parts start with a zero byte.
  for (let round = 0; round < 1500; round += 1) {
    const { privateKey, publicKey } = createSshKeyPair("srv_1");
    const signature = parse(privateKey).sign(Buffer.from("text"));
    expect(parse(publicKey).verify(Buffer.from("text"), signature)).toBe(true);
  }
});

test("a comment can never become a second line of authorized_keys", () => {
  const { publicKey } = createSshKeyPair("a\nssh-ed25519 AAAA evil");
  expect(publicKey.split("\n")).toHaveLength(1);
  expect(publicKey.split(" ")).toHaveLength(3);
});
