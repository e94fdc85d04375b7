import { backUpFirst } from "./backup/back-up-first";
import { backUpNightly } from "./backup/back-up-nightly";
import { keepRetention } from "./backup/keep-retention";
import { listProviderBackups } from "./backup/list-provider-backups";
import { proveWeekly } from "./backup/prove-weekly";
import { raiseBackupAlarms } from "./backup/raise-backup-alarms";
import { drillRegularly } from "./drill/drill-regularly";
import { checkServers } from "./health/check-servers";
import { deprovisionServer } from "./job/deprovision-server";
import { provisionServer } from "./job/provision-server";
import { reconcileJobs } from "./job/reconcile-jobs";
import { runWork } from "./job/run-work";
import { renewCertificates } from "./server/renew-certificates";
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
  keepRetention,
  listProviderBackups,
  raiseBackupAlarms,
  drillRegularly,
  renewCertificates,
  retryWelcomeMails,
  sweepOrphans,
];
