/** PostgreSQL's write-ahead log comes in files of 16 MiB: 256 of them to one "log", the middle part of a name. */
const SEGMENTS_PER_LOG = 0x100;
const LAST_NUMBER = 2 ** 40 - 1;

export interface WalSegment {
  timeline: number;
  /** Counts on through logs: log × 256 + seg. It goes on across a switch of timelines. */
  number: number;
}

/** What a segment's name says, or null when it is none (`.partial`, `.history` and `.backup` files are none). */
export function parseSegment(name: string): WalSegment | null {
  if (!/^[0-9A-F]{16}000000[0-9A-F]{2}$/.test(name)) return null;
  const timeline = Number.parseInt(name.slice(0, 8), 16);
  const log = Number.parseInt(name.slice(8, 16), 16);
  const segment = Number.parseInt(name.slice(16), 16);
  return timeline === 0 ? null : { timeline, number: log * SEGMENTS_PER_LOG + segment };
}

export function segmentName(timeline: number, number: number): string {
  if (!Number.isInteger(timeline) || timeline < 1 || timeline > 0xffffffff)
    throw new RangeError(`no timeline: ${timeline}`);
  if (!Number.isInteger(number) || number < 0 || number > LAST_NUMBER)
    throw new RangeError(`no segment: ${number}`);
  return hex(timeline) + hex(Math.floor(number / SEGMENTS_PER_LOG)) + hex(number % SEGMENTS_PER_LOG);
}

/** By timeline, then by place; the order of the names themselves. */
export function compareSegments(left: string, right: string): number {
  const a = readSegment(left);
  const b = readSegment(right);
  return Math.sign(a.timeline - b.timeline || a.number - b.number);
}

export function nextSegment(name: string): string {
  return addSegments(name, 1);
}

export function addSegments(name: string, count: number): string {
  const { timeline, number } = readSegment(name);
  return segmentName(timeline, number + count);
}

/** How many steps lead from one to the other: 0 for the same, negative backwards. Within one timeline only. */
export function segmentDistance(from: string, to: string): number {
  const a = readSegment(from);
  const b = readSegment(to);
  if (a.timeline !== b.timeline) throw new RangeError(`${from} and ${to} are on different timelines`);
  return b.number - a.number;
}

/** The segment that holds the byte at `lsn`, such as `0/3000028`; a position on an edge is in the later segment. */
export function segmentOfLsn(timeline: number, lsn: string): string {
  const [, log, offset] = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(lsn) ?? [];
  if (log === undefined || offset === undefined) throw new RangeError(`no WAL position: ${lsn}`);
  const segment = Number.parseInt(offset, 16) >>> 24;
  return segmentName(timeline, Number.parseInt(log, 16) * SEGMENTS_PER_LOG + segment);
}

function readSegment(name: string): WalSegment {
  const segment = parseSegment(name);
  if (!segment) throw new RangeError(`no WAL segment: ${name}`);
  return segment;
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}
