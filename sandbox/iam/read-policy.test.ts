import { expect, test } from "vitest";
import { readPolicy } from "./read-policy";

const objects = "arn:aws:s3:::backups/srv_1/*";
const read = (statement: Record<string, unknown>) =>
  readPolicy(JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] }));

test("actions apply to the resources of their kind", () => {
  expect(
    read({ Action: ["s3:GetObject", "s3:ListBucket"], Resource: ["arn:aws:s3:::backups", objects] }),
  ).toEqual([
    { bucket: "backups", prefix: "srv_1/", allow: ["get"] },
    { bucket: "backups", prefix: "", allow: ["list"] },
  ]);
});

test("putting means replacing too, unless the condition demands If-None-Match", () => {
  const put = { Action: "s3:putObject", Resource: objects };
  expect(read(put)).toEqual([{ bucket: "backups", prefix: "srv_1/", allow: ["put", "overwrite"] }]);
  expect(read({ ...put, Condition: { Null: { "s3:if-none-match": "false" } } })).toEqual([
    { bucket: "backups", prefix: "srv_1/", allow: ["create"] },
  ]);
});

test("listing is narrowed by the prefix that the condition names", () => {
  const list = { Action: "s3:ListBucket", Resource: "arn:aws:s3:::backups" };
  const given = { ...list, Condition: { StringLike: { "s3:prefix": ["srv_1/", "srv_1/*"] } } };
  expect(read(given)).toEqual([{ bucket: "backups", prefix: "srv_1/", allow: ["list"] }]);
});

test.each([
  ["a denial", { Effect: "Deny", Action: "s3:GetObject", Resource: objects }],
  ["a principal", { Principal: "*", Action: "s3:GetObject", Resource: objects }],
  ["an action with a wildcard", { Action: "s3:*", Resource: objects }],
  ["an action of another service", { Action: "ec2:RunInstances", Resource: objects }],
  ["every resource", { Action: "s3:GetObject", Resource: "*" }],
  ["an exact key", { Action: "s3:GetObject", Resource: "arn:aws:s3:::backups/key" }],
  ["a wildcard in the middle", { Action: "s3:GetObject", Resource: "arn:aws:s3:::backups/*/x*" }],
  ["a variable", { Action: "s3:GetObject", Resource: `arn:aws:s3:::backups/${"$"}{aws:username}/*` }],
  ["an object action on a bucket", { Action: "s3:GetObject", Resource: "arn:aws:s3:::backups" }],
  [
    "a resource that no action is for",
    { Action: "s3:GetObject", Resource: [objects, "arn:aws:s3:::backups"] },
  ],
  [
    "a condition that grants do not know",
    {
      Action: "s3:PutObject",
      Resource: objects,
      Condition: { NumericLessThan: { "s3:object-lock-remaining-retention-days": "40" } },
    },
  ],
  [
    "if-none-match for another action",
    {
      Action: ["s3:PutObject", "s3:PutObjectRetention"],
      Resource: objects,
      Condition: { Null: { "s3:if-none-match": "false" } },
    },
  ],
  [
    "an exact prefix",
    {
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::backups",
      Condition: { StringLike: { "s3:prefix": "srv_1/" } },
    },
  ],
])("%s is refused", (_, statement) => {
  expect(() => read(statement)).toThrow(expect.objectContaining({ code: "MalformedPolicyDocument" }));
});

test("what is no JSON is refused", () => {
  expect(() => readPolicy("{")).toThrow(expect.objectContaining({ code: "MalformedPolicyDocument" }));
});
