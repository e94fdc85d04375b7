import { join } from "node:path";
import { z } from "zod";
import { Collection } from "@/sandbox/collection";

const problemSchema = z.object({ type: z.string(), detail: z.string(), status: z.number() });
const identifierSchema = z.object({ type: z.literal("dns"), value: z.string() });

const accountSchema = z.object({
  id: z.string(),
  status: z.enum(["valid", "deactivated", "revoked"]),
  contact: z.array(z.string()),
  jwk: z.record(z.string(), z.unknown()),
  /** RFC 7638, base64url. */
  thumbprint: z.string(),
  createdAt: z.iso.datetime(),
});

const orderSchema = z.object({
  id: z.string(),
  accountId: z.string(),
  identifiers: z.array(identifierSchema),
  authorizationIds: z.array(z.string()),
  /** `pending` and `ready` follow from the authorizations and are worked out when the order is read. */
  status: z.enum(["pending", "ready", "processing", "valid", "invalid"]),
  profile: z.string(),
  replaces: z.string().optional(),
  expiresAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  error: problemSchema.optional(),
  certificateId: z.string().optional(),
  /** A `processing` order becomes `valid` at this time; null never. */
  validAt: z.iso.datetime().nullable().optional(),
});

const authorizationSchema = z.object({
  id: z.string(),
  accountId: z.string(),
  /** The name without `*.`; `wildcard` says whether the order had it. */
  identifier: identifierSchema,
  wildcard: z.boolean(),
  status: z.enum(["pending", "valid", "invalid", "deactivated", "expired"]),
  expiresAt: z.iso.datetime(),
  challenge: z.object({
    id: z.string(),
    type: z.literal("dns-01"),
    token: z.string(),
    status: z.enum(["pending", "processing", "valid", "invalid"]),
    validatedAt: z.iso.datetime().optional(),
    error: problemSchema.optional(),
    /** A `processing` challenge is looked at from this time on; null never. */
    validateAt: z.iso.datetime().nullable().optional(),
  }),
  failedAt: z.iso.datetime().optional(),
});

const certificateSchema = z.object({
  /** RFC 9773 4.1: base64url(AKI) "." base64url(serial). */
  id: z.string(),
  accountId: z.string(),
  orderId: z.string(),
  names: z.array(z.string()),
  /** Leaf and intermediate. */
  chainPem: z.string(),
  leafDer: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  issuedAt: z.iso.datetime(),
  /** Whether it counts against no limit: it replaced another by renewal information. */
  renewal: z.boolean(),
  revokedAt: z.iso.datetime().optional(),
});

export type Account = z.output<typeof accountSchema>;
export type Order = z.output<typeof orderSchema>;
export type Authorization = z.output<typeof authorizationSchema>;
export type Certificate = z.output<typeof certificateSchema>;

export interface AcmeStore {
  accounts: Collection<Account>;
  orders: Collection<Order>;
  authorizations: Collection<Authorization>;
  certificates: Collection<Certificate>;
}

/** Everything the CA remembers, in `<dataDir>/acme/`. */
export function openAcmeStore(dataDir: string): AcmeStore {
  const folder = (name: string) => join(dataDir, "acme", name);
  return {
    accounts: new Collection(folder("accounts"), accountSchema),
    orders: new Collection(folder("orders"), orderSchema),
    authorizations: new Collection(folder("authorizations"), authorizationSchema),
    certificates: new Collection(folder("certificates"), certificateSchema),
  };
}
