import { AppError } from "@/lib/errors";
import { cloudflare } from "./cloudflare-client";
import { type DnsRecord, ownerMark } from "./dns-record";
import { listRecordsAt } from "./list-records-at";

/**
 * Removes what stands at these names for `owner`, and nothing else. Harmless to repeat; a record that another call removed
 * meanwhile is fine.
 */
export async function removeRecords(request: {
  owner: string;
  names: string[];
}): Promise<{ removed: number }> {
  const found = await listRecordsAt(request.names);
  return { removed: await removeAll(found.filter(({ comment }) => comment === ownerMark(request.owner))) };
}

async function removeAll(records: DnsRecord[]): Promise<number> {
  if (records.length === 0) return 0;
  try {
    const deletes = records.map(({ id }) => ({ id }));
    await cloudflare((api, zone_id) => api.dns.records.batch({ zone_id, deletes }));
    return records.length;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "not_found")) throw error;
    return removeOneByOne(records);
  }
}

/** The batch is all or nothing, so one record that is gone already fails it. */
async function removeOneByOne(records: DnsRecord[]): Promise<number> {
  let removed = 0;
  for (const { id } of records) {
    try {
      await cloudflare((api, zone_id) => api.dns.records.delete(id, { zone_id }));
      removed += 1;
    } catch (error) {
      if (!(error instanceof AppError && error.code === "not_found")) throw error;
    }
  }
  return removed;
}
