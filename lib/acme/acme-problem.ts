import { Agent } from "node:https";
import acme from "acme-client";
import { z } from "zod";
import { reuseNonces } from "./nonces";

const prefix = "urn:ietf:params:acme:error:";

/** RFC 8555 section 6.7: a problem document whose type starts with the ACME namespace. */
const problemSchema = z.object({
  type: z.string().startsWith(prefix),
  detail: z.string().default(""),
  subproblems: z.array(z.object({ type: z.string(), detail: z.string().default("") })).default([]),
});

/** An error answer of the CA with what acme-client's own errors leave out: the type and how long to wait. */
export class AcmeProblem extends Error {
  constructor(
    /** Without the namespace: `rateLimited`; empty when the answer was no problem document. */
    readonly type: string,
    readonly status: number,
    detail: string,
    readonly retryAfterSeconds: number | undefined,
    readonly subtypes: string[],
  ) {
    super(detail);
    this.name = "AcmeProblem";
  }
}

/** The short type of a problem, or undefined when it is none of ACME's. */
export function problemOf(body: unknown): { type: string; detail: string; subtypes: string[] } | undefined {
  const problem = problemSchema.safeParse(body);
  if (!problem.success) return undefined;
  const short = (type: string) => (type.startsWith(prefix) ? type.slice(prefix.length) : type);
  const { type, detail, subproblems } = problem.data;
  return { type: short(type), detail, subtypes: subproblems.map((sub) => short(sub.type)) };
}

/**
 * acme-client sleeps through rate limits (Retry-After may be days) and 5xx, and has no timeouts: waiting is ours to decide, so
 * its retries are off and every call ends in time. A bad nonce is left to it: it signs again with the new one. An order takes
 * about ten requests, which share connections: a handshake for each was a tenth of our own work for a whole server.
 */
export function configureAcmeHttp(): void {
  if (configured) return;
  configured = true;
  Object.assign(acme.axios.defaults, {
    timeout: 15_000,
    maxRedirects: 0,
    httpsAgent: acme.axios.defaults.httpsAgent ?? new Agent({ keepAlive: true }),
    acmeSettings: { retryMaxAttempts: 0, retryDefaultDelay: 1 },
  });
  reuseNonces();
  acme.axios.interceptors.response.use((response) => {
    if (response.status < 400) return response;
    const problem = problemOf(response.data);
    if (problem?.type === "badNonce") return response;
    const { type = "", detail = `HTTP ${response.status}`, subtypes = [] } = problem ?? {};
    const retryAfter = retryAfterSeconds(String(response.headers["retry-after"] ?? ""));
    throw new AcmeProblem(type, response.status, detail, retryAfter, subtypes);
  });
}
let configured = false;

/** Seconds or an HTTP date (RFC 9110 section 10.2.3). */
function retryAfterSeconds(header: string): number | undefined {
  if (/^\d+$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(1, Math.ceil((at - Date.now()) / 1000));
}
