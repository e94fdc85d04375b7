import { Section } from "@/components/ui/card";
import type { ReceiptItem } from "@/lib/job/job-schemas";

const kinds: Record<string, string> = {
  dns_record: "DNS records",
  server: "Server",
  ssh_key: "SSH key",
  certificate: "Certificate",
};
const outcomes = { deleted: "deleted", not_found: "was not there", kept: "kept" };

/** What was taken back, item by item, as the providers confirmed it. */
export function JobReceipt({ items }: { items: ReceiptItem[] }) {
  return (
    <Section title="Receipt" description="What was taken back, as the providers confirmed it.">
      <ul className="divide-y divide-line text-sm">
        {items.map((item) => (
          <li
            key={`${item.kind} ${item.name}`}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2.5 first:pt-0 last:pb-0"
          >
            <span className="w-32 font-medium">{kinds[item.kind] ?? item.kind}</span>
            <span className="min-w-0 flex-1 font-mono text-xs break-all text-ink-soft">{item.name}</span>
            <span className={item.outcome === "deleted" ? "text-good" : "text-ink-soft"}>
              {outcomes[item.outcome]}
            </span>
            {item.detail ? <span className="w-full text-ink-faint sm:pl-35">{item.detail}</span> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
