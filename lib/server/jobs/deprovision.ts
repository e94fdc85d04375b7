import { now } from "@/lib/clock";
import { defineJobKind, withBodies } from "@/lib/job/job-kind";
import type { PerformStep } from "@/lib/job/step";
import { deletingServer } from "./deprovision/deleting-server";
import { releasingAccess } from "./deprovision/releasing-access";
import { removingDns } from "./deprovision/removing-dns";
import { deprovisionPlan } from "./deprovision-plan";
import { mailReceipt } from "./mail-receipt";

/** The deletion of a server with everything of it; what could be regretted is kept for a week, by the noun above. */
export const deprovision = ({ keepingBackup }: { keepingBackup: PerformStep }) =>
  defineJobKind({
    ...deprovisionPlan,
    steps: withBodies(deprovisionPlan.steps, {
      removing_dns: { perform: removingDns },
      keeping_backup: { perform: keepingBackup },
      deleting_server: { perform: deletingServer },
      releasing_access: { perform: releasingAccess },
    }),
    title: "Deleting",
    subject: "Deleting",
    permission: "server:delete",
    remedy: "Retry goes on with the deletion. Nothing is deleted twice.",
    audit: "server.deleted",
    mark: null,
    reopen: async (tx, job) => {
      await tx.server.update({ where: { id: job.serverId }, data: { status: "deleting" } });
    },
    fail: async (tx, job) => {
      await tx.server.update({ where: { id: job.serverId }, data: { status: "failed" } });
    },
    // Gone from then on, and its subdomain free.
    finish: async (tx, job) => {
      await tx.server.update({
        where: { id: job.serverId },
        data: { status: "deleted", deletedAt: now() },
      });
    },
    tell: mailReceipt,
  });
