import { AppError } from "@/lib/errors";
import type { Correction } from "@/lib/job/job-kind";
import type { RetryJob } from "@/lib/job/job-schemas";
import type { JobRow } from "@/lib/job/job-view";
import { chooseType } from "@/lib/server/choose-type";
import { releaseDns } from "@/lib/server/release-dns";
import { serverDomain } from "@/lib/server/server-names";
import { subdomainProblem } from "@/lib/server/subdomain-rules";
import type { ProvisionStepKey } from "./provision-plan";

const afterAnotherName: readonly ProvisionStepKey[] = ["bootstrapping", "creating_dns", "configuring_ssl"];

/** Another location or type while no server exists yet, or another subdomain, as the retry of a provisioning asks for. */
export async function correctOrder({ server }: JobRow, correction: RetryJob): Promise<Correction> {
  const {
    location = server.location,
    serverType = server.serverType,
    subdomain = server.subdomain,
  } = correction;
  const changes: Correction["changes"] = { status: "provisioning" };
  if (location !== server.location || serverType !== server.serverType) {
    if (server.providerId) {
      throw new AppError("action_not_allowed", {
        public: `The server exists already, as ${server.serverType} in ${server.location}.`,
        hint: "Retry without changing location or type, or delete it and order again.",
      });
    }
    Object.assign(changes, { location, serverType, ...(await chooseType(location, serverType)) });
  }
  const problem = subdomain === server.subdomain ? null : subdomainProblem(subdomain);
  if (problem) throw new AppError("invalid_request", { public: problem, fields: { subdomain: problem } });
  if (subdomain === server.subdomain) return { changes, again: [] };
  const message = `${subdomain} is taken.`;
  return {
    changes: { ...changes, subdomain, domain: serverDomain(subdomain), csr: null },
    again: afterAnotherName,
    // What we published under the old name must not stay behind.
    before: () => releaseDns(server),
    taken: new AppError("subdomain_taken", {
      public: message,
      hint: "Pick a different name.",
      fields: { subdomain: message },
    }),
  };
}
