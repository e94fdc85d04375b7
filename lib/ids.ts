import { monotonicFactory } from "ulid";
import { z } from "zod";

/** Every id of ours: a prefix that names the noun, then a lower-case ULID, so that ids sort by time. */
const prefixes = {
  user: "usr",
  team: "tem",
  membership: "mem",
  invitation: "inv",
  session: "ses",
  apiToken: "tok",
  server: "srv",
  job: "job",
  jobStep: "stp",
  plugin: "plg",
  license: "lic",
  audit: "aud",
  providerResource: "res",
  certificate: "crt",
  welcomeLink: "wel",
  backup: "bak",
  verification: "ver",
  restore: "rst",
  drill: "drl",
  visit: "vis",
  request: "req",
  mail: "mal",
} as const;
export type IdNoun = keyof typeof prefixes;

const ulid = monotonicFactory();

export function newId(noun: IdNoun): string {
  return `${prefixes[noun]}_${ulid().toLowerCase()}`;
}

export function idSchema(noun: IdNoun) {
  return z.string().regex(new RegExp(`^${prefixes[noun]}_[0-9a-hjkmnp-tv-z]{26}$`), `not a ${noun} id`);
}

/** The part of an id that external names may carry (host names allow no underscore). */
export function idSuffix(id: string): string {
  return id.slice(id.indexOf("_") + 1);
}
