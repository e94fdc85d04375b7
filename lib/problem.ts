/** RFC 9457 problem details as our API sends them; `lib/api/problem.ts` holds the schema. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  /** What to do about it. */
  hint?: string;
  /** Per-field messages of bad input. */
  fields?: Record<string, string>;
  requestId: string;
}
