import { request } from "node:https";
import type { z } from "zod";
import { type HealthReport, healthReportSchema } from "@/cli/contract/server";

export type { HealthReport } from "@/cli/contract/server";

interface HealthRequest {
  /** The IP address to connect to. */
  address: string;
  port: number;
  /** Sent as SNI and Host; the certificate has to be for it. */
  domain: string;
  /** PEM of the authorities to trust instead of Node's (which include NODE_EXTRA_CA_CERTS). */
  trustedCa?: string;
}

export type HealthAnswer = { ok: true; status: number; report: HealthReport } | { ok: false; reason: string };

const timeoutMs = 10_000;
const bodyLimitBytes = 256 * 1024;

/**
 * `GET https://<domain>/health` from one given address: valid chain and name required, redirects not followed. Never
 * throws; every failure is a plain-word reason.
 */
export async function fetchHealth(target: HealthRequest): Promise<HealthAnswer> {
  let answer: { status: number; body: string };
  try {
    answer = await get(target);
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
  const { status, body } = answer;
  if (status >= 300 && status < 400) return { ok: false, reason: `The server redirects (HTTP ${status})` };
  const parsed = healthReportSchema.safeParse(parseJson(body));
  if (parsed.success) return { ok: true, status, report: parsed.data };
  const why = status === 200 ? "is not a health report" : `is HTTP ${status} without a health report`;
  return { ok: false, reason: `The answer ${why}${status === 200 ? `: ${firstIssue(parsed.error)}` : ""}` };
}

function get({ address, port, domain, trustedCa }: HealthRequest): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: address,
        port,
        servername: domain,
        path: "/health",
        agent: false,
        ca: trustedCa,
        headers: { host: port === 443 ? domain : `${domain}:${port}`, accept: "application/json" },
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let sizeBytes = 0;
        response.on("data", (chunk: Buffer) => {
          sizeBytes += chunk.length;
          if (sizeBytes > bodyLimitBytes) response.destroy(new Error("The answer is too long"));
          else chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "The server refuses connections",
  ECONNRESET: "The server cut the connection",
  EHOSTUNREACH: "The server cannot be reached",
  ENETUNREACH: "The server cannot be reached",
  ETIMEDOUT: "The server does not answer",
  ABORT_ERR: "The server did not answer in time",
  CERT_HAS_EXPIRED: "The certificate has expired",
  CERT_NOT_YET_VALID: "The certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "The certificate is not from a trusted authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The certificate chain is not complete or not trusted",
  UNABLE_TO_GET_ISSUER_CERT: "The certificate chain is not complete or not trusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "The certificate chain is not complete or not trusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate is for another name",
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (error instanceof Error && error.name === "TimeoutError") return "The server did not answer in time";
  return reasons[code] ?? `The server does not answer properly (${code || String(error)})`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join(".")} ${issue.message}`.trim() : "unknown shape";
}
