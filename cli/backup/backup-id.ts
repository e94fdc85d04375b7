/** `bak_YYYYMMDD_HHMMSS` in UTC (seed: disaster recovery). */
export function backupIdAt(time: Date): string {
  const digits = time.toISOString().replace(/[-:]/g, "");
  return `bak_${digits.slice(0, 8)}_${digits.slice(9, 15)}`;
}

/** Nobody should have to guess a zone: without one a time is refused (usage). */
export function isTimeWithZone(text: string): boolean {
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)? ?(Z|UTC|[+-]\d\d:?\d\d)$/i.test(text);
}
