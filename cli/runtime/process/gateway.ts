import { existsSync } from "node:fs";
import type http from "node:http";
import https from "node:https";
import { readText } from "@/cli/lib/files";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { socketAddress } from "@/cli/lib/unix-socket";
import { findRoute, healthPath, type Route, stackRoutes } from "@/lib/stack/routes";
import type { StackDescription } from "@/lib/stack/stack-description";
import { forward, forwardUpgrade } from "./forward";

/** 503 as nginx answers it: a person reads a sentence, a program a code, both when to come again (RFC 9110, Retry-After). */
function sayMaintenance(request: http.IncomingMessage, response: http.ServerResponse): void {
  const html = (request.headers.accept ?? "").includes("text/html");
  response.writeHead(503, {
    "content-type": html ? "text/html; charset=utf-8" : "application/json",
    "retry-after": "60",
    "cache-control": "no-store",
  });
  response.end(
    html
      ? "<!doctype html><title>Maintenance</title><p>Under maintenance. Please come back in a few minutes.</p>"
      : JSON.stringify({ error: "maintenance" }),
  );
}

interface Serving {
  domain: string;
  routes: Route[];
}

const upgradePaths = (request: http.IncomingMessage) => (request.url ?? "/").split("?")[0];

/**
 * The TLS gateway of the process runtime: what nginx is to containers, from the same route table. Certificate and routes
 * change while connections stay open.
 */
export function createGateway(paths: Paths) {
  let serving: Serving | null = null;
  const server = https.createServer({ minVersion: "TLSv1.2" });

  const refuse = (response: http.ServerResponse, status: number, error: string) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error }));
  };

  server.on("request", (request, response) => {
    const route = serving && findRoute(serving.routes, serving.domain, request.headers.host ?? "");
    if (!serving || route === "outside") return refuse(response, 421, "misdirected_request");
    if (upgradePaths(request) === healthPath) {
      return forward(request, response, { socketPath: socketAddress(paths, "agent"), bodyLimitMb: 1 });
    }
    if (existsSync(paths.maintenance)) return sayMaintenance(request, response);
    if (route === null) return refuse(response, 404, "not_found");
    forward(request, response, {
      socketPath: socketAddress(paths, route.service),
      bodyLimitMb: route.bodyLimitMb,
    });
  });

  server.on("upgrade", (request, socket, head) => {
    if (existsSync(paths.maintenance)) return void socket.destroy();
    const route = serving && findRoute(serving.routes, serving.domain, request.headers.host ?? "");
    if (!route || route === "outside" || !route.websocket) return void socket.destroy();
    forwardUpgrade(request, socket, head, socketAddress(paths, route.service));
  });
  server.on("tlsClientError", () => {}); // scanners; they have been cut off already

  return {
    server,
    /** Reads certificate and routes. A certificate that cannot be used leaves the one in use. */
    load: async (stack: StackDescription) => {
      serving = { domain: stack.domain, routes: stackRoutes(stack) };
      const [key, cert] = await Promise.all([readText(paths.tlsKey), readText(paths.tlsChain)]);
      if (key === null || cert === null) return log.error("There is no certificate to serve");
      server.setSecureContext({ key, cert, minVersion: "TLSv1.2" });
    },
  };
}
