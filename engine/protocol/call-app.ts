import http from "node:http";
import https from "node:https";

const maxResponseBytes = 8 * 1024 * 1024;
const maxCallMs = 2 * 3_600_000;
/** A kept-alive socket that the app closed just as we used it fails this fast, and the request was never seen. */
const staleSocketMs = 50;
const unreachableCodes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

export interface AppAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  body: string;
}
export type CallOutcome =
  | { kind: "answer"; answer: AppAnswer }
  /** Nothing listens: the app never saw the request. */
  | { kind: "unreachable"; message: string }
  /** The connection broke after the request was sent: the app may have worked on it. */
  | { kind: "broken"; message: string };

/** Keep-alive HTTP to the apps. Never throws. */
export class AppCaller {
  private readonly httpAgent: http.Agent;
  private readonly httpsAgent: https.Agent;

  /** Node's servers close a connection after 5 s without a request: one that is nearly there is not used again, for it may go as we write. */
  constructor(maxIdleMs = 4000) {
    const options = { keepAlive: true, maxFreeSockets: 256, timeout: maxIdleMs };
    this.httpAgent = new http.Agent(options);
    this.httpsAgent = new https.Agent(options);
  }

  send(
    method: "POST" | "PUT",
    url: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<CallOutcome> {
    const target = new URL(url);
    const isHttps = target.protocol === "https:";
    const payload = Buffer.from(body);
    const startedAtMs = Date.now();
    return new Promise((resolve) => {
      const request = (isHttps ? https : http).request(target, {
        method,
        agent: isHttps ? this.httpsAgent : this.httpAgent,
        headers: {
          "content-type": "application/json",
          "user-agent": "Inngest",
          ...headers,
          "content-length": payload.length,
        },
        timeout: maxCallMs,
      });
      const fail = (error: Error & { code?: string }) => {
        const isStale =
          request.reusedSocket && error.code === "ECONNRESET" && Date.now() - startedAtMs < staleSocketMs;
        const kind = isStale || unreachableCodes.has(error.code ?? "") ? "unreachable" : "broken";
        resolve({ kind, message: error.message || String(error.code) });
      };
      request.on("error", fail);
      request.on("timeout", () => request.destroy(new Error("the app did not answer within two hours")));
      request.on("response", (response) => {
        readAnswer(response).then((answer) => resolve({ kind: "answer", answer }), fail);
      });
      request.end(payload);
    });
  }

  close(): void {
    this.httpAgent.destroy();
    this.httpsAgent.destroy();
  }
}

async function readAnswer(response: http.IncomingMessage): Promise<AppAnswer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxResponseBytes) throw new Error(`the answer is over ${maxResponseBytes} bytes`);
    chunks.push(chunk);
  }
  const headers: AppAnswer["headers"] = {};
  for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value);
  const body = Buffer.concat(chunks).toString("utf8");
  return unwrapStreamed({ status: response.statusCode ?? 0, headers, body });
}

/** `streaming: true` answers 201 with blanks while it works, and then with the real answer as JSON (protocol section 6). */
function unwrapStreamed(answer: AppAnswer): AppAnswer {
  if (answer.status !== 201) return answer;
  try {
    const inner = JSON.parse(answer.body) as Partial<AppAnswer>;
    const headers = { ...answer.headers };
    for (const [name, value] of Object.entries(inner.headers ?? {})) headers[name.toLowerCase()] = value;
    return { status: inner.status ?? 0, headers, body: inner.body ?? "" };
  } catch {
    return answer;
  }
}
