import { Alert } from "@/components/ui/alert";
import type { ServerDetail } from "@/lib/server/server-schemas";
import { RenewalFailure } from "./renewal-failure";
import { ServerAddresses } from "./server-addresses";
import { ServerFacts } from "./server-facts";
import { ServerPlugins } from "./server-plugins";
import { ServerServices } from "./server-services";
import { WelcomeMail } from "./welcome-mail";

/** A running server at a glance. */
export function RunningServer({ server }: { server: ServerDetail }) {
  const renewal = server.certificate?.renewal;
  return (
    <div className="space-y-5">
      {server.job?.warning ? <Alert tone="warn" title={server.job.warning} /> : null}
      {renewal?.failed ? <RenewalFailure server={server} jobId={renewal.id} /> : null}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)]">
        <div className="space-y-5">
          <ServerAddresses server={server} />
          <ServerServices server={server} />
          <ServerPlugins server={server} />
        </div>
        <div className="space-y-5">
          <ServerFacts server={server} />
          <WelcomeMail server={server} />
        </div>
      </div>
    </div>
  );
}
