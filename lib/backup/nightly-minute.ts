import { createHash } from "node:crypto";
import { Cron } from "croner";
import { nightlyWindowHours } from "./backup-rules";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WINDOW_MINUTES = nightlyWindowHours * 60;
/** When a policy's schedule cannot be read: a typing error must not mean that there are no backups. */
const FALLBACK_SCHEDULE = "0 2 * * *";
const MAINTENANCE_HOURS = 2;
const ALARM_AFTER_HOURS = 26;
/** A regular start this soon after the last good backup ends in time for the alarm not to ring. */
const SOON_ENOUGH_HOURS = ALARM_AFTER_HOURS - 1;
/** Room above the even rate, so that those put off are caught up with within the same night. */
const STARTS_HEADROOM = 1.25;

/**
 * The server's own minute in the nightly window, always the same. It spreads starts as evenly as chance does, and
 * guarantees no more than that: of 10,000 servers in 240 minutes a minute gets 42 on average, and the fullest about 60 (in
 * one fleet of four, more than 62). No function of the id alone does better. The limit is held by `nextStarts`.
 */
export function nightlyMinute(serverId: string, windowMinutes: number): number {
  const hash = createHash("sha256").update(serverId).digest().readUInt32BE(0);
  return Math.floor((hash / 2 ** 32) * windowMinutes);
}

/**
 * Whether the nightly backup should start now. The window begins when the schedule says (five cron fields, UTC). A minute
 * missed in an outage or in maintenance stays due until something started; several missed nights are one.
 *
 * After a change of schedule a minute can lie behind that was never meant to be used. It is passed over when the next
 * regular one comes within 25 hours of the last good backup, so a change brings no second backup the same night, and none
 * that comes too late for the alarm.
 */
export function dueForBackup(facts: {
  serverId: string;
  schedule: string;
  /** UTC; null when the server has no maintenance window. */
  maintenanceStartHour: number | null;
  lastGoodAt: Date | null;
  /** Of any backup, also of one that failed or is running. */
  lastStartedAt: Date | null;
  now: Date;
}): boolean {
  const { now, lastGoodAt, lastStartedAt, maintenanceStartHour } = facts;
  if (inMaintenance(maintenanceStartHour, now)) return false;
  const offset = nightlyMinute(facts.serverId, WINDOW_MINUTES) * MINUTE;
  const { cron, latest } = latestOf(facts.schedule, now.getTime() - offset);
  if (lastStartedAt && lastStartedAt.getTime() >= latest + offset) return false;
  if (!lastGoodAt || lastGoodAt > now) return true;
  const next = cron.nextRun(new Date(latest));
  return !next || next.getTime() + offset > lastGoodAt.getTime() + SOON_ENOUGH_HOURS * HOUR;
}

/**
 * Who of those that are due starts in this minute; the others stay due and come in one of the next. Whatever the ids, and
 * also when a whole fleet is due at once after an outage, no minute has more than 1.25 × servers ÷ window (rounded up)
 * starts. Called once a minute. Whose last good backup is the oldest comes first.
 */
export function nextStarts(facts: {
  due: readonly { serverId: string; lastGoodAt: Date | null }[];
  servers: number;
}): string[] {
  const limit = Math.max(1, Math.ceil((facts.servers / WINDOW_MINUTES) * STARTS_HEADROOM));
  return [...facts.due]
    .sort((a, b) => (a.lastGoodAt?.getTime() ?? 0) - (b.lastGoodAt?.getTime() ?? 0))
    .slice(0, limit)
    .map(({ serverId }) => serverId);
}

/** What to say when backups stay away; null while there is nothing to say. */
export function backupAlarm(facts: {
  lastGoodAt: Date | null;
  /** Since when the server could have been backed up; null before. */
  readyAt: Date | null;
  now: Date;
}): string | null {
  const { lastGoodAt, readyAt, now } = facts;
  const since = lastGoodAt ?? readyAt;
  if (!since) return null;
  const hours = (now.getTime() - since.getTime()) / HOUR;
  // A date ahead of the clock would otherwise keep the alarm silent for as long as it is ahead.
  if (lastGoodAt && hours < -1)
    return `The last good backup is dated ${lastGoodAt.toISOString()}, which is yet to come.`;
  if (hours <= ALARM_AFTER_HOURS) return null;
  return lastGoodAt
    ? `No good backup for ${Math.floor(hours)} hours.`
    : `No good backup yet, ${Math.floor(hours)} hours after the server became ready.`;
}

/** Whether a server is in the two hours (UTC) that its owner keeps free of our work; null when there are none. */
export function inMaintenance(startHour: number | null, now: Date): boolean {
  return startHour !== null && (now.getUTCHours() - startHour + 24) % 24 < MAINTENANCE_HOURS;
}

/** The schedule's last time up to and including `untilMs`. */
function latestOf(schedule: string, untilMs: number): { cron: Cron; latest: number } {
  // Croner leaves out the very time that is asked for.
  const until = new Date(untilMs + 1);
  for (const pattern of [schedule, FALLBACK_SCHEDULE])
    try {
      const cron = new Cron(pattern, { timezone: "UTC", paused: true, mode: "5-part" });
      const latest = cron.previousRuns(1, until)[0];
      // There is none for the 30th of February, which is well-formed.
      if (latest) return { cron, latest: latest.getTime() };
    } catch {
      // Not five cron fields.
    }
  throw new Error("the fallback schedule has no times");
}
