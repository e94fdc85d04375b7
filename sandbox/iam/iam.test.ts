import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";
import { adminKey } from "@/sandbox/storage/access-keys";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-iam-"));
const Bucket = "nself-backups-fsn1";
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

interface Credentials {
  id: string;
  secret: string;
}
const common = ({ id, secret }: Credentials) => ({
  maxAttempts: 1,
  credentials: { accessKeyId: id, secretAccessKey: secret },
});
const iam = (key: Credentials = adminKey) =>
  new IAMClient({ endpoint: sandbox.iamUrl, region: "us-east-1", ...common(key) });
const s3 = (key: Credentials = adminKey) =>
  new S3Client({ endpoint: sandbox.storageUrl, region: "fsn1", forcePathStyle: true, ...common(key) });

async function newKey(UserName: string): Promise<Credentials> {
  const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName }));
  return { id: AccessKey?.AccessKeyId ?? "", secret: AccessKey?.SecretAccessKey ?? "" };
}

const serverPolicy = (server: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${Bucket}/${server}/*`,
        Condition: { Null: { "s3:if-none-match": "false" } },
      },
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObjectRetention"],
        Resource: [`arn:aws:s3:::${Bucket}/${server}/*`],
      },
      {
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: `arn:aws:s3:::${Bucket}`,
        Condition: { StringLike: { "s3:prefix": [`${server}/*`] } },
      },
    ],
  });

test("a user is made, shown, listed by pages and deleted when it has nothing left", async () => {
  const client = iam();
  const made = await client.send(new CreateUserCommand({ UserName: "srv_a", Path: "/servers/" }));
  expect(made.User).toMatchObject({ UserName: "srv_a", Path: "/servers/", CreateDate: expect.any(Date) });
  const again = client.send(new CreateUserCommand({ UserName: "srv_a" }));
  await expect(again).rejects.toMatchObject({
    name: "EntityAlreadyExistsException",
    $metadata: { httpStatusCode: 409 },
  });
  const shown = await client.send(new GetUserCommand({ UserName: "srv_a" }));
  expect(shown.User?.Arn).toBe("arn:aws:iam::123456789012:user/servers/srv_a");

  await client.send(new CreateUserCommand({ UserName: "srv_b" }));
  const first = await client.send(new ListUsersCommand({ MaxItems: 1 }));
  expect(first).toMatchObject({ IsTruncated: true, Users: [{ UserName: "srv_a" }] });
  const second = await client.send(new ListUsersCommand({ MaxItems: 1, Marker: first.Marker }));
  expect(second).toMatchObject({ IsTruncated: false, Users: [{ UserName: "srv_b" }] });

  const key = await newKey("srv_a");
  await client.send(
    new PutUserPolicyCommand({ UserName: "srv_a", PolicyName: "p", PolicyDocument: serverPolicy("srv_a") }),
  );
  const remove = () => client.send(new DeleteUserCommand({ UserName: "srv_a" }));
  await expect(remove()).rejects.toMatchObject({ name: "DeleteConflictException" });
  await client.send(new DeleteAccessKeyCommand({ UserName: "srv_a", AccessKeyId: key.id }));
  await expect(remove()).rejects.toMatchObject({ name: "DeleteConflictException" });
  await client.send(new DeleteUserPolicyCommand({ UserName: "srv_a", PolicyName: "p" }));
  await remove();
  await expect(remove()).rejects.toMatchObject({
    name: "NoSuchEntityException",
    $metadata: { httpStatusCode: 404 },
  });
});

test("a key does what the policy of its user allows, and that only", async () => {
  const UserName = "srv_1";
  await iam().send(new CreateUserCommand({ UserName }));
  const server = s3(await newKey(UserName));
  const put = (Key: string, more = {}) =>
    server.send(new PutObjectCommand({ Bucket, Key, Body: "x", ...more }));
  const denied = { name: "AccessDenied" };
  await expect(put("srv_1/a", { IfNoneMatch: "*" })).rejects.toMatchObject(denied);

  const policy = { UserName, PolicyName: "backups" };
  const PolicyDocument = serverPolicy("srv_1");
  await iam().send(new PutUserPolicyCommand({ ...policy, PolicyDocument }));
  const kept = await iam().send(new GetUserPolicyCommand(policy));
  expect(decodeURIComponent(kept.PolicyDocument ?? "")).toBe(PolicyDocument);

  await put("srv_1/a", { IfNoneMatch: "*" });
  const locked = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: new Date(Date.now() + 60_000) };
  await put("srv_1/locked", { IfNoneMatch: "*", ...locked });
  await expect(put("srv_1/a", { IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" });
  await expect(put("srv_1/b")).rejects.toMatchObject(denied);
  await expect(put("srv_2/a", { IfNoneMatch: "*" })).rejects.toMatchObject(denied);
  await expect(
    server.send(new CreateMultipartUploadCommand({ Bucket, Key: "srv_1/m" })),
  ).rejects.toMatchObject(denied);
  const read = await server.send(new GetObjectCommand({ Bucket, Key: "srv_1/a" }));
  expect(await read.Body?.transformToString()).toBe("x");
  await expect(
    server.send(new GetObjectCommand({ Bucket, Key: "srv_1/a", VersionId: read.VersionId })),
  ).rejects.toMatchObject(denied);
  const listed = await server.send(new ListObjectsV2Command({ Bucket, Prefix: "srv_1/" }));
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(["srv_1/a", "srv_1/locked"]);
  await expect(server.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject(denied);
  await expect(
    server.send(new ListObjectVersionsCommand({ Bucket, Prefix: "srv_1/" })),
  ).rejects.toMatchObject(denied);
  await expect(server.send(new DeleteObjectCommand({ Bucket, Key: "srv_1/a" }))).rejects.toMatchObject(
    denied,
  );

  await iam().send(new DeleteUserPolicyCommand(policy));
  await expect(put("srv_1/c", { IfNoneMatch: "*" })).rejects.toMatchObject(denied);
  await expect(iam().send(new GetUserPolicyCommand(policy))).rejects.toMatchObject({
    name: "NoSuchEntityException",
  });
});

test("deleting objects is one permission, deleting versions another", async () => {
  await iam().send(new CreateUserCommand({ UserName: "cleaner" }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:DeleteObject"],
      Resource: `arn:aws:s3:::${Bucket}/c/*`,
    },
  });
  await iam().send(new PutUserPolicyCommand({ UserName: "cleaner", PolicyName: "p", PolicyDocument }));
  const cleaner = s3(await newKey("cleaner"));
  await cleaner.send(new PutObjectCommand({ Bucket, Key: "c/a", Body: "1" }));
  const { VersionId } = await cleaner.send(new PutObjectCommand({ Bucket, Key: "c/a", Body: "2" }));
  await expect(
    cleaner.send(new DeleteObjectCommand({ Bucket, Key: "c/a", VersionId })),
  ).rejects.toMatchObject({ name: "AccessDenied" });
  expect((await cleaner.send(new DeleteObjectCommand({ Bucket, Key: "c/a" }))).DeleteMarker).toBe(true);
});

test("a user has two keys at most; a key that is deleted opens nothing", async () => {
  const UserName = "srv_keys";
  await iam().send(new CreateUserCommand({ UserName }));
  const [one, two] = [await newKey(UserName), await newKey(UserName)];
  await expect(newKey(UserName)).rejects.toMatchObject({ name: "LimitExceededException" });
  const { AccessKeyMetadata } = await iam().send(new ListAccessKeysCommand({ UserName }));
  expect(AccessKeyMetadata?.map(({ AccessKeyId }) => AccessKeyId)).toEqual([one.id, two.id]);
  await iam().send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: one.id }));
  await expect(s3(one).send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
    name: "InvalidAccessKeyId",
  });
  await expect(s3(two).send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
    name: "AccessDenied",
  });
});

test("only the admin's key may call it, and only with its secret", async () => {
  const UserName = "srv_other";
  await iam().send(new CreateUserCommand({ UserName }));
  const key = await newKey(UserName);
  const list = (client: IAMClient) => client.send(new ListUsersCommand({}));
  await expect(list(iam(key))).rejects.toMatchObject({
    name: "AccessDenied",
    $metadata: { httpStatusCode: 403 },
  });
  await expect(list(iam({ ...adminKey, secret: "not it" }))).rejects.toMatchObject({
    name: "SignatureDoesNotMatch",
  });
  await expect(list(iam({ id: "AKIANOBODY", secret: "nothing" }))).rejects.toMatchObject({
    name: "InvalidClientTokenId",
  });
  const unsigned = await fetch(sandbox.iamUrl, {
    method: "POST",
    body: "Action=ListUsers&Version=2010-05-08",
  });
  expect(unsigned.status).toBe(403);
  expect(await unsigned.text()).toContain("<Code>MissingAuthenticationToken</Code>");
});

test("faults strike it by action and user", async () => {
  sandbox.faults.add({
    provider: "iam",
    operation: "CreateUser",
    match: "srv_faulty",
    effect: { type: "status", status: 503, code: "ServiceUnavailable" },
  });
  const create = () => iam().send(new CreateUserCommand({ UserName: "srv_faulty" }));
  await expect(create()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
  await create();
});

test("users, policies and keys are there after a restart", async () => {
  const UserName = "srv_stays";
  await iam().send(new CreateUserCommand({ UserName }));
  const PolicyDocument = serverPolicy(UserName);
  await iam().send(new PutUserPolicyCommand({ UserName, PolicyName: "p", PolicyDocument }));
  const key = await newKey(UserName);
  await sandbox.close();
  sandbox = await startSandbox({ dataDir });
  await s3(key).send(new PutObjectCommand({ Bucket, Key: `${UserName}/a`, Body: "x", IfNoneMatch: "*" }));
});
