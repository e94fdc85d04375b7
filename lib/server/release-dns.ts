import { db } from "@/lib/db";
import { removeRecords } from "@/lib/dns/remove-records";
import type { ReceiptItem } from "@/lib/job/job-schemas";
import type { Server } from "@/prisma/client/client";
import { recordReleased } from "./ledger";
import { serverDnsNames } from "./server-names";

/** Removes our records of a server first of all: an address that is given back must not keep our name (dangling takeover). */
export async function releaseDns(server: Server): Promise<ReceiptItem[]> {
  const names = [...serverDnsNames(server.domain), `_acme-challenge.${server.domain}`];
  const earlier = await db().providerResource.findMany({
    where: { serverId: server.id, kind: "dns_record" },
  });
  const all = [...new Set([...names, ...earlier.map((row) => row.name)])];
  const { removed } = await removeRecords({ owner: server.id, names: all });
  await recordReleased(db(), server.id, "dns_record");
  return [
    {
      kind: "dns_record",
      name: names.slice(0, 2).join(", "),
      outcome: removed > 0 ? "deleted" : "not_found",
      detail: removed > 0 ? `${removed} records` : null,
    },
  ];
}
