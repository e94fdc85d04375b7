import { deprovisionServer } from "./job/deprovision-server";
import { provisionServer } from "./job/provision-server";
import { reconcileJobs } from "./job/reconcile-jobs";

export const allFunctions = [provisionServer, deprovisionServer, reconcileJobs];
