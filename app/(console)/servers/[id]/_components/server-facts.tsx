"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/time/relative-time";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { formatMoney } from "@/lib/format";
import { locationsQuery } from "@/lib/server/server-queries";
import type { ServerDetail } from "@/lib/server/server-schemas";

export function ServerFacts({ server }: { server: ServerDetail }) {
  const { data } = useQuery(locationsQuery());
  const location = data?.items.find((one) => one.name === server.location);
  return (
    <Section title="Machine">
      <dl className="-my-2 divide-y divide-line text-sm">
        <Fact title="Location">{location ? `${location.city}, ${location.country}` : server.location}</Fact>
        <Fact title="Type">
          <span className="uppercase">{server.serverType}</span>
        </Fact>
        <Fact title="System">{server.image}</Fact>
        <Fact title="IPv4">
          <span className="font-mono">{server.ipv4 ?? "–"}</span>
          {server.ipv4 ? <CopyButton text={server.ipv4} label="Copy the IPv4 address" /> : null}
        </Fact>
        <Fact title="nself">{server.nselfVersion ?? "–"}</Fact>
        <Fact title="Price">{formatMoney(server.monthlyCents, server.currency)} / month</Fact>
        <Fact title="Certificate">
          <CertificateEnd certificate={server.certificate} />
        </Fact>
        <Fact title="Provider backups">{server.backupsEnabled ? "Nightly, kept 7 days" : "Off"}</Fact>
        <Fact title="Ready since">{server.readyAt ? <RelativeTime time={server.readyAt} /> : "–"}</Fact>
      </dl>
    </Section>
  );
}

function CertificateEnd({ certificate }: Pick<ServerDetail, "certificate">) {
  if (!certificate?.notAfter) return "–";
  const { notAfter, renewsAt, renewal } = certificate;
  const Icon = renewal?.failed ? ShieldAlert : ShieldCheck;
  return (
    <span className="flex items-center gap-1.5">
      <Icon className={`size-4 ${renewal?.failed ? "text-warn" : "text-good"}`} aria-hidden />
      <span>
        {renewal?.failed ? "not renewed, ends " : renewal ? "is being renewed, ends " : "renews itself "}
        <RelativeTime time={renewal ? notAfter : (renewsAt ?? notAfter)} />
      </span>
    </span>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center justify-between gap-4 py-1.5">
      <dt className="text-ink-soft">{title}</dt>
      <dd className="flex items-center gap-1 text-right">{children}</dd>
    </div>
  );
}
