/** The one clock, so that tests can move it. */
let offsetMs = 0;

export function now(): Date {
  return new Date(Date.now() + offsetMs);
}

export function inSeconds(seconds: number): Date {
  return new Date(now().getTime() + seconds * 1000);
}

/** For tests only: shifts what `now` tells. */
export function shiftClock(ms: number): void {
  offsetMs = ms;
}
