import { checkServers } from "./health/check-servers";
import { deprovisionServer } from "./job/deprovision-server";
import { provisionServer } from "./job/provision-server";
import { reconcileJobs } from "./job/reconcile-jobs";
import { retryWelcomeMails } from "./server/retry-welcome-mails";
import { sweepOrphans } from "./server/sweep-orphans";

export const allFunctions = [
  provisionServer,
  deprovisionServer,
  reconcileJobs,
  checkServers,
  retryWelcomeMails,
  sweepOrphans,
];
