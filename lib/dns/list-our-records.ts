import { z } from "zod";
import { cloudflare } from "./cloudflare-client";
import { dnsRecordSchema, installationMark } from "./dns-record";

const perPage = 500;

export interface OurRecord {
  recordId: string;
  name: string;
  type: string;
  content: string;
  /** The server id of its mark. */
  owner: string;
}

/** Every record of the zone that carries this installation's mark, for comparing with our ledger. */
export async function listOurRecords(): Promise<OurRecord[]> {
  const mark = installationMark();
  const ours = new Map<string, OurRecord>();
  for (let page = 1; ; page += 1) {
    const answer = await cloudflare((api, zone_id) =>
      api.dns.records.list({ zone_id, comment: { startswith: mark }, per_page: perPage, page }),
    );
    const records = z.array(dnsRecordSchema).parse(answer.result);
    for (const { id, name, type, content, comment } of records) {
      if (!comment?.startsWith(mark)) continue;
      ours.set(id, { recordId: id, name, type, content, owner: comment.slice(mark.length) });
    }
    if (records.length < perPage) return [...ours.values()];
  }
}
