import type { IncomingMessage, ServerResponse } from "node:http";

export interface Reply {
  status: number;
  body?: unknown;
  /** Sent as it is instead of `body`. */
  text?: string;
  contentType?: string;
}
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
export interface EngineRequest {
  method: string;
  url: URL;
  /** The parts of the path that the route left open. */
  params: string[];
  headers: IncomingMessage["headers"];
  /** The parsed body; throws a 400 when it is no JSON. */
  json(): Promise<unknown>;
}
const maxBodyBytes = 16 * 1024 * 1024;

export function readRequest(incoming: IncomingMessage, url: URL, params: string[]): EngineRequest {
  const json = async () => {
    try {
      return JSON.parse(await readText(incoming)) as unknown;
    } catch (error) {
      if (error instanceof HttpProblem) throw error;
      throw new HttpProblem(400, "the body is not JSON");
    }
  };
  return { method: incoming.method ?? "GET", url, params, headers: incoming.headers, json };
}

export function sendReply(outgoing: ServerResponse, reply: Reply, serverKind: string): void {
  const text = reply.text ?? (reply.body === undefined ? "" : JSON.stringify(reply.body));
  outgoing.writeHead(reply.status, {
    "content-type": reply.contentType ?? "application/json",
    "content-length": Buffer.byteLength(text),
    "x-inngest-server-kind": serverKind,
  });
  outgoing.end(text);
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw new HttpProblem(413, `the body is over ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
