/** The one clock of the product. */
export function now(): Date {
  return new Date();
}

export function inSeconds(seconds: number): Date {
  return new Date(now().getTime() + seconds * 1000);
}
