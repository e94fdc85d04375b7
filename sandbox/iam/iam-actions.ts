import { randomBytes } from "node:crypto";
import { uriEncode } from "@/sandbox/storage/canonical-request";
import type { XmlFields } from "@/sandbox/storage/xml";
import { deleteConflict, IamError, invalid, limitExceeded, noSuchEntity } from "./iam-error";
import type { IamUser, IamUsers } from "./iam-users";
import { readPolicy } from "./read-policy";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxKeys = 2;
const maxPolicyCharacters = 2048;

export interface IamCall {
  users: IamUsers;
  /** A parameter of the request; empty when it was not given. */
  param(name: string): string;
}

/** What each action answers inside `<ActionResult>`; null for those that answer nothing. */
export const iamActions: Readonly<Record<string, (call: IamCall) => XmlFields | null>> = {
  CreateUser: ({ users, param }) => {
    const name = readName(param, "UserName", 64);
    const path = param("Path") || "/";
    if (!/^\/(?:[!-~]{1,510}\/)?$/.test(path)) throw invalid("The specified value for path is invalid.");
    if (users.get(name)) throw alreadyExists(name);
    const userId = `AIDA${randomId(17)}`;
    const createdAt = new Date().toISOString();
    return { User: showUser(users.put({ id: name, userId, path, createdAt, policies: [], keys: [] })) };
  },
  GetUser: (call) => ({ User: showUser(requireUser(call)) }),
  DeleteUser: (call) => {
    const user = requireUser(call);
    if (user.keys.length > 0) throw deleteConflict("access keys");
    if (user.policies.length > 0) throw deleteConflict("policies");
    call.users.delete(user.id);
    return null;
  },
  ListUsers: ({ users, param }) => {
    const prefix = param("PathPrefix") || "/";
    const fitting = users.all().filter(({ path }) => path.startsWith(prefix));
    const { items, rest } = takePage(fitting, param);
    return { Users: { member: items.map(showUser) }, ...rest };
  },
  PutUserPolicy: (call) => {
    const user = requireUser(call);
    const name = readName(call.param, "PolicyName", 128);
    const document = call.param("PolicyDocument");
    const others = user.policies.filter((one) => one.name !== name);
    // IAM does not count white space.
    const characters = [...others.map((one) => one.document), document].join("").replace(/\s/g, "").length;
    if (characters > maxPolicyCharacters) {
      throw limitExceeded(`Maximum policy size of ${maxPolicyCharacters} bytes exceeded for user ${user.id}`);
    }
    const policy = { name, document, grants: readPolicy(document) };
    call.users.put({ ...user, policies: [...others, policy] });
    return null;
  },
  GetUserPolicy: (call) => {
    const user = requireUser(call);
    const { name, document } = requirePolicy(call, user);
    return { UserName: user.id, PolicyName: name, PolicyDocument: uriEncode(document) };
  },
  DeleteUserPolicy: (call) => {
    const user = requireUser(call);
    const policy = requirePolicy(call, user);
    call.users.put({ ...user, policies: user.policies.filter((one) => one !== policy) });
    return null;
  },
  CreateAccessKey: (call) => {
    const user = requireUser(call);
    if (user.keys.length >= maxKeys) {
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${maxKeys}`);
    }
    const key = {
      id: `AKIA${randomId(16)}`,
      secret: randomBytes(30).toString("base64"),
      createdAt: new Date().toISOString(),
    };
    call.users.put({ ...user, keys: [...user.keys, key] });
    return { AccessKey: { ...showKey(user, key), SecretAccessKey: key.secret } };
  },
  ListAccessKeys: (call) => {
    const user = requireUser(call);
    const { items, rest } = takePage(user.keys, call.param);
    return { AccessKeyMetadata: { member: items.map((key) => showKey(user, key)) }, ...rest };
  },
  DeleteAccessKey: (call) => {
    const user = requireUser(call);
    const id = call.param("AccessKeyId");
    if (!user.keys.some((key) => key.id === id)) throw noSuchEntity(`The Access Key with id ${id}`);
    call.users.put({ ...user, keys: user.keys.filter((key) => key.id !== id) });
    return null;
  },
};

const alreadyExists = (name: string) =>
  new IamError(409, "EntityAlreadyExists", `User with name ${name} already exists.`);

function readName(param: IamCall["param"], name: string, maxLength: number): string {
  const value = param(name);
  if (!/^[\w+=,.@-]+$/.test(value) || value.length > maxLength) {
    throw invalid(
      `The specified value for ${name} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  return value;
}

function requireUser({ users, param }: IamCall): IamUser {
  const name = readName(param, "UserName", 128);
  const user = users.get(name);
  if (!user) throw noSuchEntity(`The user with name ${name}`);
  return user;
}

function requirePolicy({ param }: IamCall, user: IamUser): IamUser["policies"][number] {
  const name = readName(param, "PolicyName", 128);
  const policy = user.policies.find((one) => one.name === name);
  if (!policy) throw noSuchEntity(`The user policy with name ${name}`);
  return policy;
}

function takePage<Item extends { id: string }>(
  all: readonly Item[],
  param: IamCall["param"],
): { items: Item[]; rest: XmlFields } {
  const marker = Buffer.from(param("Marker"), "base64url").toString();
  const limit = Number(param("MaxItems") || 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw invalid("MaxItems is from 1 to 1000.");
  const start = marker === "" ? 0 : all.findIndex(({ id }) => id === marker) + 1;
  const items = all.slice(start, start + limit);
  if (start + limit >= all.length) return { items, rest: { IsTruncated: false } };
  const next = Buffer.from(items.at(-1)?.id ?? "").toString("base64url");
  return { items, rest: { IsTruncated: true, Marker: next } };
}

function showUser({ id, userId, path, createdAt }: IamUser): XmlFields {
  const Arn = `arn:aws:iam::123456789012:user${path}${id}`;
  return { Path: path, UserName: id, UserId: userId, Arn, CreateDate: createdAt };
}

function showKey(user: IamUser, key: IamUser["keys"][number]): XmlFields {
  return { UserName: user.id, AccessKeyId: key.id, Status: "Active", CreateDate: key.createdAt };
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const randomId = (length: number) => Array.from(randomBytes(length), (byte) => letters[byte % 32]).join("");
