import { Failure } from "@/cli/lib/failure";

/*
 * PostgreSQL's WAL as far as we need it: is this file the segment that its name says, and when was its last commit.
 * Layout after PostgreSQL 16's sources: access/xlog_internal.h (pages), access/xlogrecord.h (records), access/xact.h
 * (commit records). PostgreSQL 13 to 17 share it; `knownMagics` refuses anything else.
 */
const pageBytes = 8192;
const longHead = 40;
const shortHead = 24;
const recordHead = 24;
const knownMagics = new Map([
  [0xd106, 13],
  [0xd10d, 14],
  [0xd110, 15],
  [0xd113, 16],
  [0xd116, 17],
]);
const firstIsContinuation = 0x0001;
const transactionManager = 1;
/** XLOG_XACT_COMMIT and XLOG_XACT_COMMIT_PREPARED under XLOG_XACT_OPMASK. */
const commits = new Set([0x00, 0x30]);
const postgresEpochMs = Date.UTC(2000, 0, 1);

export interface SegmentFacts {
  timeline: number;
  systemIdentifier: string;
  segmentBytes: number;
  commits: number;
  /** Microseconds since 1970, null when nothing was committed in this segment. */
  firstCommitUs: number | null;
  lastCommitUs: number | null;
}

export const segmentNamePattern = /^[0-9A-F]{24}$/;

/** First byte of a segment in the log, from its name. */
function startOfSegment(name: string, segmentBytes: number): bigint {
  const perLog = 0x1_0000_0000n / BigInt(segmentBytes);
  return (
    (BigInt(`0x${name.slice(8, 16)}`) * perLog + BigInt(`0x${name.slice(16, 24)}`)) * BigInt(segmentBytes)
  );
}

/** Throws `wal_damaged` when the bytes are not the whole segment of that name. */
export function readSegment(name: string, bytes: Buffer): SegmentFacts {
  const damaged = (why: string) => new Failure("wal_damaged", `WAL segment ${name} ${why}`);
  if (bytes.length < pageBytes) throw damaged(`has ${bytes.length} bytes only`);
  const magic = bytes.readUInt16LE(0);
  if (!knownMagics.has(magic)) throw damaged(`begins with an unknown mark (${magic.toString(16)})`);
  const segmentBytes = bytes.readUInt32LE(32);
  if (bytes.length !== segmentBytes) throw damaged(`has ${bytes.length} bytes instead of ${segmentBytes}`);
  const timeline = bytes.readUInt32LE(4);
  const start = startOfSegment(name, segmentBytes);
  if (bytes.readBigUInt64LE(8) !== start) throw damaged("holds another part of the log");
  // The first page of a timeline's first segment still carries the timeline it forked from.
  if (timeline > Number.parseInt(name.slice(0, 8), 16)) throw damaged(`belongs to timeline ${timeline}`);

  let count = 0;
  let firstCommitUs: number | null = null;
  let lastCommitUs: number | null = null;
  for (const record of records(bytes, magic, start)) {
    const commitUs = commitTime(record);
    if (commitUs === null) continue;
    count += 1;
    firstCommitUs ??= commitUs;
    lastCommitUs = Math.max(lastCommitUs ?? 0, commitUs);
  }
  return {
    timeline: Number.parseInt(name.slice(0, 8), 16),
    systemIdentifier: bytes.readBigUInt64LE(24).toString(),
    segmentBytes,
    commits: count,
    firstCommitUs,
    lastCommitUs,
  };
}

/** The transaction records that begin and end in this segment, up to where the log ends in it. */
function* records(bytes: Buffer, magic: number, start: bigint): Generator<Buffer> {
  let at = longHead;
  // What began in the segment before is that segment's.
  if (bytes.readUInt16LE(2) & firstIsContinuation) at = align(skip(longHead, bytes.readUInt32LE(16)));
  while (at + recordHead <= bytes.length) {
    if (at % pageBytes === 0) {
      if (!isPage(bytes, at, magic, start)) return;
      at += shortHead;
    }
    const length = bytes.readUInt32LE(at);
    if (length < recordHead) return; // zeros after a switch, or the end of what was written
    const manager = crossesPage(at, recordHead) ? gather(bytes, at, recordHead)?.[17] : bytes[at + 17];
    const end = skip(at, length);
    if (end > bytes.length) return; // goes on in the next segment, which cannot be judged here
    if (manager === transactionManager) {
      const record = gather(bytes, at, length);
      if (record) yield record;
    }
    at = align(end);
  }
}

const align = (at: number) => at + ((8 - (at % 8)) % 8);

const crossesPage = (at: number, length: number) =>
  Math.floor(at / pageBytes) !== Math.floor((at + length - 1) / pageBytes);

function isPage(bytes: Buffer, at: number, magic: number, start: bigint): boolean {
  return bytes.readUInt16LE(at) === magic && bytes.readBigUInt64LE(at + 8) === start + BigInt(at);
}

/** Where `length` bytes of record end that begin at `at`; the heads of pages lie between. */
function skip(at: number, length: number): number {
  const left = pageBytes - (at % pageBytes);
  if (length <= left) return at + length;
  const rest = length - left;
  const room = pageBytes - shortHead;
  const pages = Math.ceil(rest / room);
  return at + left + (pages - 1) * pageBytes + shortHead + (rest - (pages - 1) * room);
}

function gather(bytes: Buffer, at: number, length: number): Buffer | null {
  const parts: Buffer[] = [];
  let from = at;
  let left = length;
  while (left > 0) {
    if (from % pageBytes === 0) from += shortHead;
    const take = Math.min(left, pageBytes - (from % pageBytes));
    if (from + take > bytes.length) return null;
    parts.push(bytes.subarray(from, from + take));
    from += take;
    left -= take;
  }
  return parts.length === 1 ? (parts[0] ?? null) : Buffer.concat(parts);
}

/** Commit time of a commit record in microseconds since 1970, else null. The main data comes last in a record. */
function commitTime(record: Buffer): number | null {
  const operation = (record[16] ?? 0) & 0x70;
  if (!commits.has(operation)) return null;
  let at = recordHead;
  while (at < record.length) {
    const id = record[at] ?? 0;
    if (id === 255) return timeAt(record, at + 2);
    if (id === 254) return timeAt(record, at + 5);
    if (id === 253) at += 3;
    else if (id === 252) at += 5;
    else return null; // a block reference: commits have none
  }
  return null;
}

function timeAt(record: Buffer, at: number): number | null {
  // Between the heads and the main data stand no block data, since commits refer to no block.
  if (at + 8 > record.length) return null;
  return Number(record.readBigInt64LE(at)) + postgresEpochMs * 1000;
}
