import { recoveryRemedies } from "@/lib/backup/jobs/recovery-remedies";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { defineJobKind } from "@/lib/job/job-kind";
import { servingAgain } from "@/lib/server/jobs/serving-again";
import { backUpAfter } from "./back-up-after";
import { cancelRestore } from "./cancel-restore";
import { letInAgain } from "./let-in-again";
import { mailRestore } from "./mail-restore";
import { maintenanceOff, maintenanceOn } from "./maintenance";
import { refuseWhenOvertaken } from "./refuse-when-overtaken";
import { forensicBackup } from "./restore/forensic-backup";
import { migrating } from "./restore/migrating";
import { preflight } from "./restore/preflight";
import { restoringBeside } from "./restore/restoring-beside";
import { switching } from "./restore/switching";

const hours = 3600;

/** A restore in place; into a new server it is part of that one's provisioning. */
export const restore = defineJobKind({
  name: "restore",
  exclusive: true,
  steps: {
    preflight: {
      title: "Checking that it can be done",
      expectedSeconds: 5,
      deadlineSeconds: 300,
      perform: preflight,
    },
    maintenance_on: {
      title: "Turning maintenance on",
      expectedSeconds: 2,
      deadlineSeconds: 300,
      perform: maintenanceOn,
    },
    forensic_backup: {
      title: "Backing up what is there now",
      expectedSeconds: 60,
      deadlineSeconds: 6 * hours,
      perform: forensicBackup,
    },
    restoring_beside: {
      title: "Restoring beside the running data",
      expectedSeconds: 90,
      deadlineSeconds: 12 * hours,
      perform: restoringBeside,
    },
    switching: {
      title: "Switching to the restored data",
      expectedSeconds: 10,
      deadlineSeconds: 900,
      perform: switching,
    },
    migrating: {
      title: "Running post-restore migrations",
      expectedSeconds: 15,
      deadlineSeconds: 1800,
      perform: migrating,
    },
    health_check: {
      title: "Checking health",
      expectedSeconds: 10,
      deadlineSeconds: 900,
      perform: servingAgain,
    },
    maintenance_off: {
      title: "Turning maintenance off",
      expectedSeconds: 2,
      deadlineSeconds: 300,
      perform: maintenanceOff,
    },
  },
  title: "Restoring",
  subject: "The restore",
  permission: "server:restore",
  remedy: "Nothing is lost: the data from before is kept. Retry goes on from this step.",
  remedies: recoveryRemedies,
  audit: "server.restore_requested",
  mark: "Restore",
  // Visitors were let in again meanwhile.
  again: ["preflight", "maintenance_on"],
  refuseRetry: refuseWhenOvertaken,
  reopen: async (tx, { id: jobId }) => {
    await tx.restore.updateMany({ where: { jobId }, data: { finishedAt: null } });
  },
  fail: async (tx, { id: jobId }) => {
    await tx.restore.updateMany({ where: { jobId }, data: { finishedAt: now() } });
  },
  cancel: { states: ["queued", "running", "cancelling"], request: cancelRestore },
  close: async ({ id: jobId, server }) => {
    const row = await db().restore.findUnique({ where: { jobId } });
    return row && !row.switchedAt ? await letInAgain(server, "its former data") : [];
  },
  follow: backUpAfter("after the restore"),
  tell: mailRestore,
});
