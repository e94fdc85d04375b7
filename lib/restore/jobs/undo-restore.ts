import { recoveryRemedies } from "@/lib/backup/jobs/recovery-remedies";
import { db } from "@/lib/db";
import { defineJobKind } from "@/lib/job/job-kind";
import { servingAgain } from "@/lib/server/jobs/serving-again";
import { backUpAfter } from "./back-up-after";
import { letInAgain } from "./let-in-again";
import { maintenanceOff, maintenanceOn } from "./maintenance";
import { refuseWhenOvertaken } from "./refuse-when-overtaken";
import { switchingBack } from "./undo-restore/switching-back";

/** Puts the data from before a restore back. */
export const undoRestoreKind = defineJobKind({
  name: "undo_restore",
  exclusive: true,
  steps: {
    maintenance_on: {
      title: "Turning maintenance on",
      expectedSeconds: 2,
      deadlineSeconds: 300,
      perform: maintenanceOn,
    },
    switching_back: {
      title: "Putting the former data back",
      expectedSeconds: 10,
      deadlineSeconds: 900,
      perform: switchingBack,
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
  title: "Undoing a restore",
  subject: "Undoing the restore",
  permission: "server:restore",
  remedy: "Nothing is lost: both sides are kept. Retry goes on from this step.",
  remedies: recoveryRemedies,
  audit: "server.restore_undone",
  mark: "Undone restore",
  // Visitors were let in again meanwhile.
  again: ["maintenance_on"],
  refuseRetry: refuseWhenOvertaken,
  close: async ({ id: undoJobId, server }) => {
    const row = await db().restore.findUnique({ where: { undoJobId } });
    return row && !row.undoneAt ? await letInAgain(server, "the restored data") : [];
  },
  follow: backUpAfter("after the undo"),
});
