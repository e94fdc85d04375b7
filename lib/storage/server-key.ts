import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import type { BackupStore } from "@/lib/env";
import { callStore, isStoreError } from "./storage-errors";

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

const policyName = "own-backups";

/**
 * What a server may do: make new objects below its own prefix, read them, list them, and lock them. Not replace, not
 * delete: who takes over a server must not be able to take its backups along. The condition on `s3:if-none-match` is AWS's
 * way to allow new objects only (Amazon S3 User Guide, "Enforce conditional writes").
 */
function policyOf({ bucket }: BackupStore, prefix: string, mode: "write" | "read"): string {
  const objects = `arn:aws:s3:::${bucket}/${prefix}*`;
  const make = [
    {
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: objects,
      Condition: { Null: { "s3:if-none-match": "false" } },
    },
    { Effect: "Allow", Action: ["s3:PutObjectRetention"], Resource: objects },
  ];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: objects },
      {
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringLike: { "s3:prefix": [`${prefix}*`] } },
      },
      ...(mode === "write" ? make : []),
    ],
  });
}

/**
 * A key of the server's own. Its user is named after the server, so asking again finds it; former keys of it end, since
 * their secrets are told only once. A store without IAM hands out the one key that there is.
 */
export async function makeServerKey(
  store: BackupStore,
  userName: string,
  prefix: string,
  mode: "write" | "read" = "write",
): Promise<AccessKey> {
  const [iam, once] = [iamOf(store), iamOf(store, 1)];
  if (!iam || !once) return { accessKeyId: store.accessKeyId, secretAccessKey: store.secretAccessKey };
  return await callStore("CreateAccessKey", async () => {
    await iam
      .send(new CreateUserCommand({ UserName: userName }))
      .catch(unless("EntityAlreadyExists", "EntityAlreadyExistsException"));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: userName,
        PolicyName: policyName,
        PolicyDocument: policyOf(store, prefix, mode),
      }),
    );
    await endKeys(iam, userName);
    // A key whose answer was lost is known to nobody: it has to end before the next, so the SDK must not just ask again.
    const { AccessKey: made } = await once.send(new CreateAccessKeyCommand({ UserName: userName }));
    if (!made?.AccessKeyId || !made.SecretAccessKey) throw new Error("IAM made a key and did not tell it");
    return { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey };
  });
}

export async function endServerKey(
  store: BackupStore,
  userName: string,
): Promise<"deleted" | "not_found" | "kept"> {
  const iam = iamOf(store);
  if (!iam) return "kept";
  return await callStore("DeleteUser", async () => {
    try {
      await endKeys(iam, userName);
      await iam
        .send(new DeleteUserPolicyCommand({ UserName: userName, PolicyName: policyName }))
        .catch(unless(...gone));
      await iam.send(new DeleteUserCommand({ UserName: userName }));
      return "deleted";
    } catch (error) {
      if (isStoreError(error, ...gone)) return "not_found";
      throw error;
    }
  });
}

const gone = ["NoSuchEntity", "NoSuchEntityException"];

function unless(...names: string[]) {
  return (error: unknown) => {
    if (!isStoreError(error, ...names)) throw error;
  };
}

async function endKeys(iam: IAMClient, userName: string): Promise<void> {
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: userName }));
  for (const { AccessKeyId } of AccessKeyMetadata ?? []) {
    await iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId }));
  }
}

function iamOf(store: BackupStore, maxAttempts = 3): IAMClient | null {
  if (!store.iamEndpoint) return null;
  return new IAMClient({
    endpoint: store.iamEndpoint,
    region: store.region,
    credentials: { accessKeyId: store.accessKeyId, secretAccessKey: store.secretAccessKey },
    maxAttempts,
    requestHandler: patience,
  });
}

/** The SDK itself waits for ever. IAM answers in moments, or not at all. */
const patience = { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true };
