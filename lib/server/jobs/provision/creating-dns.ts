import { checkAuthoritative } from "@/lib/dns/check-authoritative";
import { ensureRecords } from "@/lib/dns/ensure-records";
import type { StepContext, StepResult } from "@/lib/job/step";
import { recordExternalId, recordIntent } from "@/lib/server/ledger";
import { serverDnsNames } from "@/lib/server/server-names";

/**
 * A (and AAAA) for the subdomain and its wildcard, so that sub-apps (api, auth, storage) resolve automatically (seed);
 * done when the authoritative servers show them. A record there that is not ours is a domain conflict.
 */
export async function creatingDns({ server, log, write }: StepContext): Promise<StepResult> {
  if (!server.ipv4) return { kind: "wait", seconds: 2, note: "Waiting for the server's address" };
  const { ipv4, ipv6 } = server;
  const names = serverDnsNames(server.domain);
  for (const name of names) {
    await recordIntent({ serverId: server.id, provider: "cloudflare", kind: "dns_record", name });
  }
  const addresses = [
    { type: "A" as const, content: ipv4 },
    ...(ipv6 ? [{ type: "AAAA" as const, content: ipv6 }] : []),
  ];
  const ensured = await ensureRecords({
    owner: server.id,
    records: addresses.flatMap((address) => names.map((name) => ({ ...address, name }))),
  });
  await write(async (tx) => {
    // One row a name: what is at it is found again, and removed, by the name and our mark. It tells of the A record.
    for (const [index, name] of names.entries()) {
      const entry = { serverId: server.id, provider: "cloudflare", kind: "dns_record", name } as const;
      await recordExternalId(tx, entry, ensured.recordIds[index] ?? "");
    }
  });
  const seen = await Promise.all(
    [server.domain, `api.${server.domain}`].flatMap((name) =>
      addresses.map(({ type, content }) => checkAuthoritative(name, type, [content])),
    ),
  );
  if (!seen.every(Boolean)) {
    return {
      kind: "wait",
      seconds: 1,
      note: "The records are written; the name servers do not show them yet",
    };
  }
  await log(`${names.join(" and ")} lead to ${addresses.map(({ content }) => content).join(" and ")}`);
  return { kind: "done" };
}
