import { Cron } from "croner";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Through every month: a schedule may leave one out. */
const lookAheadMs = 366 * dayMs;

/** How far apart the runs of a policy's schedules may be: the alarm rings after 26 hours without a good backup. */
const limits = {
  schedule: { mostMs: dayMs, message: "At least once in every 24 hours, please." },
  verifySchedule: { mostMs: 7 * dayMs, message: "At least once a week, please." },
};

/**
 * What is wrong with one of a policy's schedules (five cron fields, UTC, so no clock is put back), in words, or null. The
 * largest gap of the coming year counts, not the next one: the 1st and 2nd of a month are a day apart and then 30.
 */
export function scheduleProblem(field: keyof typeof limits, line: string, from: Date): string | null {
  const { mostMs, message } = limits[field];
  const cron = readCron(line);
  if (!cron) return "Give five cron fields, such as 0 2 * * *.";
  if (!cron.nextRun(from)) return "This schedule never comes.";
  const until = from.getTime() + lookAheadMs;
  // From run to the last run that is near enough: every minute of a year, one by one, would take Croner a minute.
  for (let at = from.getTime(); at < until; ) {
    // Croner leaves out the very time that is asked for.
    const latest = cron.previousRuns(1, new Date(at + mostMs + 1))[0]?.getTime();
    if (latest === undefined || latest <= at) return message;
    at = latest;
  }
  return null;
}

function readCron(line: string): Cron | null {
  try {
    return new Cron(line, { timezone: "UTC", paused: true, mode: "5-part" });
  } catch {
    return null;
  }
}
