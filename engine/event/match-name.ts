/** Whether an event name fits a trigger: exactly, or by a `*` after `/` or `.` (`app/*`, `user.*`), which takes the whole rest. */
export function matchesName(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  return /[/.]\*$/.test(pattern) && name.startsWith(pattern.slice(0, -1));
}
