import { backup } from "@/lib/backup/jobs/backup";
import { keepingBackup } from "@/lib/backup/jobs/keeping-backup";
import { verify } from "@/lib/backup/jobs/verify";
import { releaseStorageKeys } from "@/lib/backup/release-storage-keys";
import { drill } from "@/lib/drill/jobs/drill";
import type { JobKinds } from "@/lib/job/job-kind";
import { restore } from "@/lib/restore/jobs/restore";
import { restoringData } from "@/lib/restore/jobs/restoring-data";
import { undoRestoreKind } from "@/lib/restore/jobs/undo-restore";
import { deprovision } from "@/lib/server/jobs/deprovision";
import { provision } from "@/lib/server/jobs/provision";
import { renewCertificate } from "@/lib/server/jobs/renew-certificate";
import { restartService } from "@/lib/server/jobs/restart-service";

/** Every kind of job there is: the one list of them. Under the name that is stored and told. */
export const jobKinds = {
  provision: provision({ restoringData, releaseStorageKeys }),
  deprovision: deprovision({ keepingBackup }),
  renew_certificate: renewCertificate,
  restart_service: restartService,
  backup,
  verify,
  restore,
  undo_restore: undoRestoreKind,
  drill,
} satisfies JobKinds;
