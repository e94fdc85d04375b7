import http from "node:http";
import type { AddressInfo } from "node:net";
import { log } from "@/engine/log";
import { isAuthorized } from "@/engine/protocol/signature";
import { HttpProblem, type Reply, readRequest, sendReply } from "./request";
import { type RouteContext, routes } from "./routes";

export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

/** Listens until closed. Errors are answered as `{ error, status }`; unknown ones say nothing but that they happened. */
export async function serve(route: RouteContext, host: string, port: number): Promise<HttpServer> {
  const kind = route.ctx.signingKey ? "cloud" : "dev";
  const server = http.createServer((incoming, outgoing) => {
    answer(route, incoming)
      .catch(problemReply)
      .then((reply) => sendReply(outgoing, reply, kind))
      .catch((error) => log.error({ error: String(error) }, "an answer could not be sent"));
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(context: RouteContext, incoming: http.IncomingMessage): Promise<Reply> {
  const url = new URL(incoming.url ?? "/", "http://engine");
  for (const route of routes) {
    const match = route.method === incoming.method ? route.path.exec(url.pathname) : null;
    if (!match) continue;
    const { signingKey } = context.ctx;
    if (route.auth === "signing" && signingKey && !isAuthorized(incoming.headers.authorization, signingKey)) {
      return { status: 401, text: "Authentication failed", contentType: "text/plain" };
    }
    return route.answer(context, readRequest(incoming, url, match.slice(1).map(decodeURIComponent)));
  }
  throw new HttpProblem(404, "no such address");
}

function problemReply(error: unknown): Reply {
  if (error instanceof HttpProblem)
    return { status: error.status, body: { error: error.message, status: error.status } };
  log.error({ error: error instanceof Error ? error.stack : String(error) }, "a request failed");
  return { status: 500, body: { error: "internal error", status: 500 } };
}
