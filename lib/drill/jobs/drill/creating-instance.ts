import { randomBytes } from "node:crypto";
import { readCatalogue } from "@/lib/backup/catalogue";
import type { BaseFact } from "@/lib/backup/catalogue-facts";
import { restorePoints } from "@/lib/backup/restore-points";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { notesOf, scenarioOf } from "@/lib/drill/drill-plan";
import { noteDrill } from "@/lib/drill/note-drill";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { StepContext, StepResult } from "@/lib/job/step";
import { drillActor } from "@/lib/restore/list-restores";
import { type RefusedTarget, type ResolvedTarget, resolveTarget } from "@/lib/restore/resolve-target";
import { createServer } from "@/lib/server/create-server";
import { restoringStepKeys } from "@/lib/server/jobs/provision-plan";

/**
 * Orders a throw-away server that gets the newest off-site data, like any server that is made from a backup. The other
 * scenarios need none: they restore beside, on the server itself.
 */
export async function creatingInstance({ server, job, log }: StepContext): Promise<StepResult> {
  const drill = await db().drill.findUniqueOrThrow({ where: { jobId: job.id } });
  if (scenarioOf(drill) !== "full-restore" || notesOf(drill).childJobId) return { kind: "done" };
  const target = await newestTarget(server.id);
  if (!target || !("backup" in target)) {
    throw new AppError("target_unreachable", {
      public: "There is no backup to drill with yet.",
      hint: "Make one first.",
    });
  }
  const { backup } = target;
  const subdomain = `drill-${randomBytes(5).toString("hex")}`;
  const system = { kind: "system", teamId: server.teamId } as const;
  const { job: child } = await createServer(
    system,
    {
      name: `Drill of ${server.name}`.slice(0, 60),
      subdomain,
      location: server.location,
      serverType: server.serverType,
      plugins: [],
    },
    {
      stepKeys: restoringStepKeys.filter((key) => key !== "sending_welcome"),
      drillId: drill.id,
      also: async (tx, made) => {
        await tx.restore.create({
          data: {
            id: newId("restore"),
            jobId: made.jobId,
            serverId: server.id,
            teamId: server.teamId,
            newServerId: made.serverId,
            targetAt: target.at,
            exact: target.exact,
            backupId: backup.id,
            timeline: target.timeline,
            createdBy: drillActor,
          },
        });
        await tx.drill.update({ where: { id: drill.id }, data: { drillServerId: made.serverId } });
        await noteDrill(tx, drill.id, () => ({
          childJobId: made.jobId,
          childName: subdomain,
          target: target.at.toISOString(),
          ...(backup.name ? { backupName: backup.name } : {}),
        }));
      },
    },
  );
  await log(`Ordered ${subdomain} (${server.serverType} in ${server.location}); its job is ${child.id}`);
  return { kind: "done" };
}

/**
 * The latest moment that can be reached, or the newest good backup as it was when it ended: its own log may be off-site a
 * while before the catalogue knows how far the log reaches, as after an undo.
 */
async function newestTarget(serverId: string): Promise<ResolvedTarget | RefusedTarget | null> {
  const catalogue = await readCatalogue(serverId);
  const { latest } = restorePoints({ now: now(), ...catalogue });
  const newest = catalogue.bases
    .filter(({ status }) => status === "good")
    .reduce<BaseFact | null>((a, b) => (a && a.consistentAt >= b.consistentAt ? a : b), null);
  if (newest && (!latest || newest.consistentAt > latest))
    return await resolveTarget(serverId, { backupId: newest.id });
  return latest && (await resolveTarget(serverId, { at: latest.toISOString() }));
}
