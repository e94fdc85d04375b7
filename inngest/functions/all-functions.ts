import { backUpFirst } from "./backup/back-up-first";
import { backUpNightly } from "./backup/back-up-nightly";
import { proveWeekly } from "./backup/prove-weekly";
import { checkServers } from "./health/check-servers";
import { deprovisionServer } from "./job/deprovision-server";
import { provisionServer } from "./job/provision-server";
import { reconcileJobs } from "./job/reconcile-jobs";
import { runWork } from "./job/run-work";
import { retryWelcomeMails } from "./server/retry-welcome-mails";
import { sweepOrphans } from "./server/sweep-orphans";

export const allFunctions = [
  provisionServer,
  deprovisionServer,
  runWork,
  reconcileJobs,
  checkServers,
  backUpFirst,
  backUpNightly,
  proveWeekly,
  retryWelcomeMails,
  sweepOrphans,
];
