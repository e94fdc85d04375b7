import { now } from "@/lib/clock";
import { defineJobKind } from "@/lib/job/job-kind";
import { readingBack } from "./backup/reading-back";
import { takingBackup } from "./backup/taking-backup";
import { recoveryRemedies } from "./recovery-remedies";

export const backup = defineJobKind({
  name: "backup",
  exclusive: false,
  steps: {
    taking_backup: {
      title: "Backing up",
      expectedSeconds: 60,
      deadlineSeconds: 6 * 3600,
      perform: takingBackup,
    },
    reading_back: {
      title: "Reading it back from the store",
      expectedSeconds: 5,
      deadlineSeconds: 900,
      perform: readingBack,
    },
  },
  title: "Backing up",
  subject: "The backup",
  permission: "server:operate",
  remedy: "The earlier backups are as they were. Retry makes this one again.",
  remedies: recoveryRemedies,
  audit: "backup.requested",
  mark: null,
  reopen: async (tx, { id: jobId }) => {
    await tx.backup.updateMany({
      where: { jobId },
      data: { status: "creating", finishedAt: null, error: null },
    });
  },
  fail: async (tx, { id: jobId }, error) => {
    await tx.backup.updateMany({
      where: { jobId, status: "creating" },
      data: { status: "failed", finishedAt: now(), error },
    });
  },
  // What runs by itself comes again by itself; if it stays away, the alarm says so.
  tellsFailure: async (job) => job.createdById !== null,
});
