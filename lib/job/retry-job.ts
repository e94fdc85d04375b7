import type { z } from "zod";
import { type Actor, requirePermission } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { writeAudit } from "@/lib/audit/write-audit";
import { db, isUniqueViolation, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { undoable } from "@/lib/restore/restore-view";
import { chooseType } from "@/lib/server/choose-type";
import { releaseDns } from "@/lib/server/release-dns";
import { serverDomain } from "@/lib/server/server-names";
import type { Prisma } from "@/prisma/client/client";
import { loadJob } from "./get-job";
import type { ProvisionStepKey, retryJobSchema } from "./job-schemas";
import { jobMay } from "./job-states";
import type { JobRow } from "./job-view";
import { refuseWhenGone } from "./refuse-when-gone";
import { insertLogs, type JobRun, touchJob } from "./write-job";

type Correction = z.output<typeof retryJobSchema>;

/**
 * Continues a failed job from the step that failed, with a correction if one is given: another location or type while no
 * server exists yet, or another subdomain. The caller dispatches the run that is returned.
 */
export async function retryJob(actor: Actor, jobId: string, correction: Correction): Promise<JobRun> {
  const job = await loadJob(actor, jobId);
  requirePermission(actor, retryPermission[job.kind] ?? "server:operate");
  if (!jobMay("retry", job.status)) {
    throw new AppError("action_not_allowed", {
      public: "Only a failed job can be retried.",
      hint: `This one is ${job.status}.`,
    });
  }
  refuseWhenGone(job);
  await refuseWhenOvertaken(job);
  if (job.server.status === "quarantined") {
    throw new AppError("action_not_allowed", {
      public: "The server is quarantined: its identity has changed.",
      hint: "Contact support, or delete it.",
    });
  }
  const changes = job.kind === "provision" ? await checkCorrection(job, correction) : {};
  const moves = changes.subdomain !== undefined;
  // What we published under the old name must not stay behind.
  if (moves) await releaseDns(job.server);
  try {
    await db().$transaction(async (tx) => {
      const claimed = await tx.job.updateMany({
        where: { id: job.id, status: "failed", epoch: job.epoch },
        data: { status: "queued", epoch: { increment: 1 }, attempt: { increment: 1 }, ...cleared },
      });
      if (claimed.count === 0)
        throw new AppError("action_not_allowed", { public: "The job is being retried already." });
      const again = stepsToRepeat(job.kind, moves);
      await tx.jobStep.updateMany({
        where: { jobId: job.id, OR: [{ status: { in: ["failed", "running"] } }, { key: { in: again } }] },
        data: { status: "pending", startedAt: null, finishedAt: null, deadlineAt: null, state: {} },
      });
      const status = { provision: "provisioning", deprovision: "deleting" } as const;
      if (job.kind === "provision" || job.kind === "deprovision") {
        await tx.server.update({
          where: { id: job.serverId },
          data: { status: status[job.kind], ...changes },
        });
      }
      await reopenWork(tx, job);
      await insertLogs(tx, job.id, job.currentStep, [`Retried by a person${inWords(changes)}`]);
      await writeAudit(tx, actor, {
        action: "job.retried",
        targetType: "job",
        targetId: job.id,
        serverId: job.serverId,
        details: { ...correction, attempt: job.attempt + 1 },
      });
      await touchJob(tx, job.id);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    if (moves) {
      const message = `${correction.subdomain} is taken.`;
      throw new AppError("subdomain_taken", {
        public: message,
        hint: "Pick a different name.",
        fields: { subdomain: message },
      });
    }
    throw new AppError("job_live", { hint: "Another job is running on this server." });
  }
  return { jobId: job.id, epoch: job.epoch + 1 };
}

/** What asking for the job in the first place takes: whoever may not begin a thing may not begin it again. */
const retryPermission: Partial<Record<JobRow["kind"], Permission>> = {
  deprovision: "server:delete",
  restore: "server:restore",
  rollback: "server:restore",
  drill: "server:restore",
};

/** A restore or undo was confirmed for the data of then: what came after it is not overwritten without being asked again. */
async function refuseWhenOvertaken(job: JobRow): Promise<void> {
  if (job.kind === "renew_certificate") return await refuseWhenRenewedSince(job);
  if (job.kind !== "restore" && job.kind !== "rollback") return;
  const later = await db().job.findFirst({
    where: {
      serverId: job.serverId,
      kind: { in: ["restore", "rollback"] },
      createdAt: { gt: job.createdAt },
    },
  });
  const undo = await db().restore.findUnique({ where: { undoJobId: job.id } });
  if (later) {
    throw new AppError("action_not_allowed", {
      public: "The server's data was restored again since.",
      hint: "Begin a new restore.",
    });
  }
  if (undo && !undo.undoneAt && !undoable(undo)) {
    throw new AppError("action_not_allowed", {
      public: "The data from before this restore is not kept any more.",
      hint: "Restore a backup from before it.",
    });
  }
}

/** No index keeps two renewals apart, and two would each order a certificate. */
async function refuseWhenRenewedSince({ serverId, kind, createdAt }: JobRow): Promise<void> {
  const later = await db().job.findFirst({ where: { serverId, kind, createdAt: { gt: createdAt } } });
  if (!later) return;
  throw new AppError("action_not_allowed", {
    public: "The certificate's renewal was tried again since.",
    hint: "The server's page shows how that went.",
  });
}

/** What has to be done again although it was done: after another name, and because visitors were let in again. */
function stepsToRepeat(kind: JobRow["kind"], moves: boolean): string[] {
  if (kind === "restore") return ["preflight", "maintenance_on"];
  if (kind === "rollback") return ["maintenance_on"];
  return moves ? (["bootstrapping", "creating_dns", "configuring_ssl"] satisfies ProvisionStepKey[]) : [];
}

/** The row that the job works on is under way again, too. */
async function reopenWork(tx: Tx, job: JobRow): Promise<void> {
  const where = { jobId: job.id };
  if (job.kind === "backup") {
    await tx.backup.updateMany({ where, data: { status: "creating", finishedAt: null, error: null } });
  }
  if (job.kind === "verify")
    await tx.verification.updateMany({ where, data: { status: "running", finishedAt: null } });
  if (job.kind === "drill")
    await tx.drill.updateMany({ where, data: { status: "running", finishedAt: null } });
  if (job.kind === "restore") await tx.restore.updateMany({ where, data: { finishedAt: null } });
}

const cleared = {
  finishedAt: null,
  errorCode: null,
  errorClass: null,
  errorMessage: null,
  errorHint: null,
  dispatchedAt: null,
  warning: null,
} as const;

async function checkCorrection(job: JobRow, correction: Correction): Promise<Prisma.ServerUpdateInput> {
  const { server } = job;
  const {
    location = server.location,
    serverType = server.serverType,
    subdomain = server.subdomain,
  } = correction;
  const changes: Prisma.ServerUpdateInput = {};
  if (location !== server.location || serverType !== server.serverType) {
    if (server.providerId) {
      throw new AppError("action_not_allowed", {
        public: `The server exists already, as ${server.serverType} in ${server.location}.`,
        hint: "Retry without changing location or type, or delete it and order again.",
      });
    }
    Object.assign(changes, { location, serverType, ...(await chooseType(location, serverType)) });
  }
  if (subdomain !== server.subdomain)
    Object.assign(changes, { subdomain, domain: serverDomain(subdomain), csr: null });
  return changes;
}

function inWords(changes: Prisma.ServerUpdateInput): string {
  const said = (["location", "serverType", "domain"] as const).flatMap((key) =>
    changes[key] ? [String(changes[key])] : [],
  );
  return said.length > 0 ? `, with ${said.join(", ")}` : "";
}
