import { now } from "@/lib/clock";
import { defineJobKind } from "@/lib/job/job-kind";
import { recoveryRemedies } from "./recovery-remedies";
import { verifying } from "./verify/verifying";

export const verify = defineJobKind({
  name: "verify",
  exclusive: false,
  steps: {
    verifying: {
      title: "Verifying the backup",
      expectedSeconds: 45,
      deadlineSeconds: 6 * 3600,
      perform: verifying,
    },
  },
  title: "Verifying a backup",
  subject: "The verification",
  permission: "server:operate",
  remedy: "Nothing is said about the backup yet. Retry looks again.",
  remedies: recoveryRemedies,
  audit: "backup.verification_requested",
  mark: null,
  reopen: async (tx, { id: jobId }) => {
    await tx.verification.updateMany({ where: { jobId }, data: { status: "running", finishedAt: null } });
  },
  fail: async (tx, { id: jobId }) => {
    await tx.verification.updateMany({
      where: { jobId, status: "running" },
      data: { status: "failed", finishedAt: now() },
    });
  },
  // What runs by itself comes again by itself; if it stays away, the alarm says so.
  tellsFailure: async (job) => job.createdById !== null,
});
