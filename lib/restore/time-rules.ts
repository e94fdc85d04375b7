const two = (value: number) => String(value).padStart(2, "0");

/** 2026-11-20 14:30:05 UTC */
export function formatUtc(time: string | number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** What a `datetime-local` input holds: a time in the viewer's zone, to the second. */
export function toLocalInput(time: string | number): string {
  const date = new Date(time);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

const complete = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** And back; null while it is not complete. */
export function fromLocalInput(text: string): string | null {
  const time = new Date(text);
  return !complete.test(text) || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** An hour of the day in UTC, with what the viewer's clock shows then: 02:00 UTC (03:00 here). */
export function hourWords(utcHour: number, now: number | null): string {
  const utc = `${two(utcHour)}:00 UTC`;
  if (now === null) return utc;
  const at = new Date(now);
  at.setUTCHours(utcHour, 0, 0, 0);
  const here = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return here === `${two(utcHour)}:00` ? utc : `${utc} (${here} here)`;
}
