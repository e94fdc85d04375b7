import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface RecordedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed JSON, the text when it is none, undefined when empty. */
  body: unknown;
}

/** `reset` cuts the connection instead of answering. */
export type ScriptedAnswer = { status?: number; headers?: Record<string, string>; body?: unknown } | "reset";

export interface RecordingHttp {
  url: string;
  requests: RecordedRequest[];
  close(): Promise<void>;
}

/** A server on loopback that keeps every request and answers as told. */
export async function startRecordingHttp(
  answer: (request: RecordedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>,
): Promise<RecordingHttp> {
  const requests: RecordedRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://localhost");
    const request: RecordedRequest = {
      method: incoming.method ?? "",
      path: pathname,
      query: searchParams,
      headers: incoming.headers,
      body: parseBody(Buffer.concat(chunks).toString("utf8")),
    };
    requests.push(request);
    const scripted = await answer(request);
    if (scripted === "reset") {
      incoming.socket.destroy();
      return;
    }
    const { status = 200, headers = {}, body } = scripted;
    outgoing.writeHead(status, { "content-type": "application/json", ...headers });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parseBody(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
