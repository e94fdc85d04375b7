import { recoveryRemedies } from "@/lib/backup/jobs/recovery-remedies";
import { now } from "@/lib/clock";
import { childJobs } from "@/lib/drill/child-jobs";
import { defineJobKind } from "@/lib/job/job-kind";
import { creatingInstance } from "./drill/creating-instance";
import { probingInstance } from "./drill/probing-instance";
import { reporting } from "./drill/reporting";
import { restoringInstance } from "./drill/restoring-instance";
import { tearingDown } from "./drill/tearing-down";
import { mailDrill } from "./mail-drill";

export const drill = defineJobKind({
  name: "drill",
  exclusive: false,
  steps: {
    creating_instance: {
      title: "Creating a throw-away server",
      expectedSeconds: 5,
      deadlineSeconds: 300,
      perform: creatingInstance,
    },
    restoring_instance: {
      title: "Restoring the latest off-site backup",
      expectedSeconds: 420,
      deadlineSeconds: 13 * 3600,
      perform: restoringInstance,
    },
    probing_instance: {
      title: "Probing what was restored",
      expectedSeconds: 15,
      deadlineSeconds: 900,
      perform: probingInstance,
    },
    tearing_down: {
      title: "Tearing it down",
      expectedSeconds: 30,
      deadlineSeconds: 1800,
      perform: tearingDown,
    },
    reporting: { title: "Writing the report", expectedSeconds: 2, deadlineSeconds: 300, perform: reporting },
  },
  title: "Running a drill",
  subject: "The drill",
  permission: "server:restore",
  remedy: "The server itself was not touched. Retry goes on from this step.",
  remedies: recoveryRemedies,
  audit: "drill.requested",
  mark: null,
  reopen: async (tx, { id: jobId }) => {
    await tx.drill.updateMany({ where: { jobId }, data: { status: "running", finishedAt: null } });
  },
  fail: async (tx, { id: jobId }) => {
    await tx.drill.updateMany({
      where: { jobId, status: "running" },
      data: { status: "failed", finishedAt: now() },
    });
  },
  children: childJobs,
  tell: mailDrill,
});
