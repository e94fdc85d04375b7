import { join } from "node:path";
import { z } from "zod";
import { Collection } from "@/sandbox/collection";

const personSchema = z.object({
  /** Counts from 1. */
  id: z.string(),
  email: z.string(),
  /** Whether the provider knows that the address is theirs. */
  verified: z.boolean(),
});
export type Person = z.output<typeof personSchema>;

/** Who has an account at one provider: whoever says so. The same address is the same account, over restarts. */
export class People {
  #people: Collection<Person>;

  constructor(dataDir: string, provider: string) {
    this.#people = new Collection(join(dataDir, "identity", provider), personSchema);
  }

  get(id: string): Person | undefined {
    return this.#people.get(id);
  }

  all(): Person[] {
    return this.#people.all();
  }

  /** The account of an address, made when it is new. */
  signIn(email: string, verified: boolean): Person {
    const known = this.all().find((person) => person.email === email);
    return this.#people.put({ id: known?.id ?? String(this.all().length + 1), email, verified });
  }
}

/** `ada.lovelace@example.com` is Ada Lovelace. */
export function nameOf({ email }: Person): string {
  const words = (email.split("@")[0] ?? "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
}
