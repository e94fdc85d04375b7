import { IAMClient, ListAccessKeysCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { adminKey } from "@/sandbox/storage/access-keys";
import type { World } from "./world";

/** What the store's IAM knows of a server: its users, and how many keys each has. Asked past the product. */
export async function storeUsers(world: World, serverId: string): Promise<{ name: string; keys: number }[]> {
  const iam = new IAMClient({
    endpoint: world.sandbox.iamUrl,
    region: "hel1",
    credentials: { accessKeyId: adminKey.id, secretAccessKey: adminKey.secret },
  });
  const { Users = [] } = await iam.send(new ListUsersCommand({ MaxItems: 1000 }));
  const names = Users.flatMap(({ UserName }) => (UserName?.includes(serverId) ? [UserName] : []));
  return await Promise.all(
    names.map(async (name) => {
      const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: name }));
      return { name, keys: AccessKeyMetadata?.length ?? 0 };
    }),
  );
}
