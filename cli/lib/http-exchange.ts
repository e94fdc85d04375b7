import http from "node:http";
import https from "node:https";
import type { HttpAddress } from "./http-get";

export interface HttpExchange {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

const keepAlive = {
  "http:": new http.Agent({ keepAlive: true }),
  "https:": new https.Agent({ keepAlive: true }),
};

/**
 * One request with its whole answer, on a connection that is kept; rejects on any failure and after the timeout as a whole.
 * For bodies of megabytes, which `fetch` takes apart and copies several times.
 */
export function exchange(
  to: URL | (HttpAddress & { path: string }),
  init: { method: string; headers: Record<string, string>; body?: Uint8Array; timeoutMs: number },
): Promise<HttpExchange> {
  const { method, headers, body, timeoutMs } = init;
  const secure = to instanceof URL && to.protocol === "https:";
  const agent = keepAlive[secure ? "https:" : "http:"];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => request.destroy(new Error("no answer in time")), timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const answered = (response: http.IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        });
      });
    };
    const length = body ? { "content-length": String(body.length) } : {};
    const options = { method, headers: { ...headers, ...length }, agent };
    const request =
      to instanceof URL
        ? (secure ? https : http).request(to, options, answered)
        : http.request({ ...to, ...options }, answered);
    request.on("error", fail);
    // Not `end(body)`: Node then reads the bytes of Content-Disposition as UTF-8 and sends them as Latin-1.
    if (body) request.write(body);
    request.end();
  });
}
