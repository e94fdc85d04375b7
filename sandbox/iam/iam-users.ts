import { join } from "node:path";
import { z } from "zod";
import { Collection } from "@/sandbox/collection";
import { type AccessKey, grantSchema } from "@/sandbox/storage/access-keys";

const iamUserSchema = z.object({
  /** The user's name. */
  id: z.string(),
  userId: z.string(),
  path: z.string(),
  createdAt: z.iso.datetime(),
  policies: z.array(z.object({ name: z.string(), document: z.string(), grants: z.array(grantSchema) })),
  keys: z.array(z.object({ id: z.string(), secret: z.string(), createdAt: z.iso.datetime() })),
});
export type IamUser = z.output<typeof iamUserSchema>;

/** The users of the object store, each with policies and keys in one file: a kill leaves no key without its policy. */
export class IamUsers {
  #users: Collection<IamUser>;
  #userOfKey = new Map<string, string>();

  constructor(dataDir: string) {
    this.#users = new Collection(join(dataDir, "iam", "users"), iamUserSchema);
    for (const user of this.#users.all()) for (const key of user.keys) this.#userOfKey.set(key.id, user.id);
  }

  get(name: string): IamUser | undefined {
    return this.#users.get(name);
  }

  /** In the order of their names. */
  all(): IamUser[] {
    return this.#users.all().sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  put(user: IamUser): IamUser {
    this.#forgetKeys(user.id);
    for (const key of user.keys) this.#userOfKey.set(key.id, user.id);
    return this.#users.put(user);
  }

  delete(name: string): void {
    this.#forgetKeys(name);
    this.#users.delete(name);
  }

  /** A user's key as the object store knows keys: it may do what any of the user's policies allows. */
  findKey(id: string): AccessKey | undefined {
    const user = this.#users.get(this.#userOfKey.get(id) ?? "");
    const key = user?.keys.find((one) => one.id === id);
    if (!user || !key) return undefined;
    return { id, secret: key.secret, grants: user.policies.flatMap(({ grants }) => grants) };
  }

  #forgetKeys(name: string): void {
    for (const key of this.#users.get(name)?.keys ?? []) this.#userOfKey.delete(key.id);
  }
}
