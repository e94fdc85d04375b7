import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatMoney } from "@/lib/format";
import { perPluginSeconds } from "@/lib/plugin/plugin-rules";
import type { ServerType } from "@/lib/server/server-schemas";

interface Props {
  domain: string | null;
  location: string;
  type: ServerType | undefined;
  plugins: number;
  busy: boolean;
}

/** What the order comes to: the address, the price, the time, and the button. */
export function OrderSummary({ domain, location, type, plugins, busy }: Props) {
  const price = type?.prices.find((one) => one.location === location);
  const extraMinutes = Math.round((plugins * perPluginSeconds) / 60);
  return (
    <Card className="p-5 lg:sticky lg:top-6">
      <h2 className="font-semibold">Summary</h2>
      <dl className="mt-4 space-y-3 text-sm">
        <div>
          <dt className="text-ink-soft">Address</dt>
          <dd className="font-mono text-sm break-all">{domain ? `https://${domain}` : "–"}</dd>
        </div>
        <div className="flex justify-between gap-3">
          <dt className="text-ink-soft">Server</dt>
          <dd className="uppercase">{type?.name ?? "–"}</dd>
        </div>
        <div className="flex justify-between gap-3">
          <dt className="text-ink-soft">Plugins</dt>
          <dd className="tabular-nums">{plugins}</dd>
        </div>
        <div className="flex justify-between gap-3">
          <dt className="text-ink-soft">Ready in</dt>
          <dd className="tabular-nums">
            {5 + extraMinutes} to {8 + extraMinutes} minutes
          </dd>
        </div>
      </dl>
      <div className="mt-5 border-t border-line pt-4">
        <p className="flex items-baseline justify-between gap-3">
          <span className="text-sm text-ink-soft">Each month</span>
          <span className="text-xl font-semibold tabular-nums">
            {price ? formatMoney(price.monthlyCents, price.currency) : "–"}
          </span>
        </p>
        <p className="mt-1 text-xs text-ink-faint">
          Includes nightly provider backups. Net of tax. Delete any time.
        </p>
      </div>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        className="mt-5 w-full"
        busy={busy}
        disabled={!price?.available || !domain}
      >
        Order server
      </Button>
    </Card>
  );
}
