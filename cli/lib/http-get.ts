import http from "node:http";

export type HttpAddress = { socketPath: string } | { host: string; port: number };

export interface HttpAnswer {
  status: number;
  body: string;
}

/** A bounded GET over TCP or a unix socket; rejects on any failure and after the timeout as a whole. */
export function httpGet(address: HttpAddress, path: string, timeoutMs: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      { ...address, path, agent: false, headers: { host: "localhost" } },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          if (body.length < 1024 * 1024) body += text;
        });
        response.on("error", fail);
        response.on("end", () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, body });
        });
      },
    );
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    request.on("error", fail);
  });
}
