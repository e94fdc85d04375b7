import { type Preflight, preflightSchema } from "@/cli/contract/backup";
import type { Actor } from "@/lib/access/actor";
import { formatBytes } from "@/lib/backup/backup-rules";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { toAppError } from "@/lib/errors";
import { liveJobStatuses } from "@/lib/job/job-states";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
import { loadServer } from "@/lib/server/load-server";
import type { Server } from "@/prisma/client/client";
import { restore } from "./jobs/restore";
import { type ResolvedTarget, resolveTarget } from "./resolve-target";
import type { RestorePreview, RestoreTarget } from "./restore-schemas";

/** Where nothing has been measured yet: what a small server does. */
const restoreBytesPerSecond = 60_000_000;
const switchSeconds = 20;
const segmentBytes = 16 * 1024 * 1024;

/** Says what a restore would do, find and cost, and changes nothing. */
export async function previewRestore(
  actor: Actor,
  serverId: string,
  target: RestoreTarget,
): Promise<RestorePreview> {
  const server = await loadServer(actor, serverId);
  const resolved = await resolveTarget(serverId, target);
  const job = await jobCheck(serverId);
  if (!("backup" in resolved)) {
    return {
      possible: false,
      possibleElsewhere: false,
      target: resolved.at.toISOString(),
      backupId: null,
      backupName: null,
      checks: [{ name: "window", status: "failed", detail: resolved.reason }, job],
      nearest: {
        before: resolved.nearest.before?.toISOString() ?? null,
        after: resolved.nearest.after?.toISOString() ?? null,
      },
      downtimeSeconds: 0,
      lossSeconds: lossOf(resolved.at),
      walBytes: 0,
    };
  }
  const found = await askServer(server, resolved);
  const checks = [
    windowCheck(resolved),
    ...("preflight" in found ? machineChecks(found.preflight) : [found.check]),
    job,
  ];
  return {
    possible: checks.every(({ status }) => status !== "failed"),
    possibleElsewhere: true,
    target: resolved.at.toISOString(),
    backupId: resolved.backup.id,
    backupName: resolved.backup.name,
    checks,
    nearest: null,
    downtimeSeconds: await downtimeOf(serverId, Number(resolved.backup.sizeBytes ?? 0)),
    lossSeconds: lossOf(resolved.at),
    walBytes: "preflight" in found ? found.preflight.walSegments * segmentBytes : 0,
  };
}

type Check = RestorePreview["checks"][number];

function lossOf(at: Date): number {
  return Math.max(0, Math.round((now().getTime() - at.getTime()) / 1000));
}

function windowCheck({ backup, exact }: ResolvedTarget): Check {
  const detail = exact
    ? `From ${backup.name} and the write-ahead log after it, without a gap.`
    : `${backup.name} as it was when it ended.`;
  return {
    name: "window",
    status: backup.level >= 3 ? "passed" : "warned",
    detail: backup.level >= 3 ? detail : `${detail} This backup has not been restored for a test yet.`,
  };
}

async function askServer(
  server: Server,
  { backup }: ResolvedTarget,
): Promise<{ preflight: Preflight } | { check: Check }> {
  const request = { restoreId: "preview", target: { backupId: backup.name, at: null, timeline: null } };
  const elsewhere = "Restoring into a new server does not need it.";
  if (server.status === "deleted")
    return { check: { name: "server", status: "failed", detail: `The server is deleted. ${elsewhere}` } };
  try {
    const preflight = await runNself(machineOfServer(server), ["backup", "preflight"], preflightSchema, {
      stdin: JSON.stringify(request),
      timeoutMs: 20_000,
    });
    return { preflight };
  } catch (error) {
    const detail = `The server could not be asked: ${toAppError(error).publicMessage}. ${elsewhere}`;
    return { check: { name: "server", status: "failed", detail } };
  }
}

function machineChecks(facts: Preflight): Check[] {
  return [
    { name: "server", status: "passed", detail: "The server answers." },
    {
      name: "disk",
      status: facts.enoughDisk ? "passed" : "failed",
      detail: `${formatBytes(facts.neededBytes)} needed beside the running data, ${formatBytes(facts.freeBytes)} free.`,
    },
    {
      name: "versions",
      status: facts.sameMajor ? "passed" : "failed",
      detail: facts.sameMajor
        ? `PostgreSQL ${major(facts.postgresVersion)} on both sides.`
        : `The backup is of PostgreSQL ${major(facts.postgresVersion)}, the server runs ${major(facts.serverPostgresVersion)}.`,
    },
  ];
}

const major = (version: number) => Math.floor(version / 10_000);

async function jobCheck(serverId: string): Promise<Check> {
  const live = await db().job.findFirst({
    where: { serverId, status: { in: [...liveJobStatuses] }, exclusive: true },
    select: { kind: true },
  });
  if (!live) return { name: "job", status: "passed", detail: "Nothing else is being done to the server." };
  return {
    name: "job",
    status: "failed",
    detail: `Another job (${live.kind.replace("_", " ")}) is running on this server.`,
  };
}

/** Maintenance lasts from before the forensic backup until the health check: what the last restores took, else by size. */
async function downtimeOf(serverId: string, sizeBytes: number): Promise<number> {
  const last = await db().job.findFirst({
    where: { serverId, kind: restore.name, status: "succeeded" },
    orderBy: { finishedAt: "desc" },
    include: { steps: true },
  });
  const times = last?.steps.flatMap(({ startedAt, finishedAt }) =>
    startedAt && finishedAt ? [startedAt, finishedAt] : [],
  );
  if (times && times.length > 0) {
    const ms = times.map((time) => time.getTime());
    return Math.ceil((Math.max(...ms) - Math.min(...ms)) / 1000);
  }
  return Math.ceil((2 * sizeBytes) / restoreBytesPerSecond) + switchSeconds;
}
