import type { JobKind } from "@/lib/job/job-kind";

/** What says more than a kind of work on backups does. */
export const recoveryRemedies: JobKind["remedies"] = {
  target_unreachable: "Choose another time: what is offered is what can be reached.",
  disk_full: "Free space on the server, or restore into a new one.",
  no_store:
    "A copy beside the server would be none: we have to provide a place in another region first. Retry then; earlier backups are as they were.",
  store_refused:
    "Our access to the backup store needs attention. Retry later; earlier backups are as they were.",
  backup_damaged: "Choose an earlier backup or time; this one cannot be trusted.",
};
