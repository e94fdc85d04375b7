import { ExternalLink } from "lucide-react";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { ServerDetail } from "@/lib/server/server-schemas";

export function ServerAddresses({ server }: { server: ServerDetail }) {
  const addresses = [{ title: "Server", url: server.url }, ...server.links];
  return (
    <Section title="Addresses" description="All by HTTPS, with a certificate of their own.">
      <ul className="-my-2 divide-y divide-line">
        {addresses.map(({ title, url }) => (
          <li key={url} className="flex items-center gap-3 py-2">
            <span className="w-28 shrink-0 text-sm text-ink-soft">{title}</span>
            <a
              href={url}
              target="_blank"
              rel="noreferrer"
              className="relative min-w-0 flex-1 truncate rounded font-mono text-sm hover:underline"
            >
              {url.replace("https://", "")}
              <ExternalLink className="ml-1.5 inline size-3.5 text-ink-faint" aria-hidden />
              <span className="sr-only">(opens in a new tab)</span>
            </a>
            <CopyButton text={url} label={`Copy the address of ${title}`} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
