import { createHash } from "node:crypto";

/** The fixed id of the sandbox's one zone: 32 hexadecimal digits, the same for the same domain. */
export function zoneIdOf(domain: string): string {
  return createHash("md5").update(`zone ${domain}`).digest("hex");
}

/** The zone as `GET /zones` shows it: active, on a paid plan. */
export function describeZone(domain: string) {
  return {
    id: zoneIdOf(domain),
    name: domain,
    status: "active",
    paused: false,
    type: "full",
    development_mode: 0,
    name_servers: [`ns1.${domain}`],
    original_name_servers: [],
    original_registrar: null,
    original_dnshost: null,
    created_on: "2026-01-01T00:00:00.000000Z",
    modified_on: "2026-01-01T00:00:00.000000Z",
    activated_on: "2026-01-01T00:00:00.000000Z",
    account: { id: zoneIdOf(`account of ${domain}`), name: "Sandbox" },
    owner: { id: null, type: "user", email: null },
    plan: {
      id: "pro",
      name: "Pro Website",
      price: 0,
      currency: "USD",
      frequency: "",
      is_subscribed: true,
      can_subscribe: false,
      legacy_id: "pro",
      legacy_discount: false,
      externally_managed: false,
    },
    meta: { step: 2, custom_certificate_quota: 0, page_rule_quota: 3, phishing_detected: false },
    permissions: ["#zone:read", "#dns_records:edit", "#dns_records:read"],
  };
}
