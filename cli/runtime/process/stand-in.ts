import type http from "node:http";
import { probePostgres } from "@/cli/health/probe-postgres";
import { messageOf } from "@/cli/lib/failure";
import type { StackService } from "@/lib/stack/services";

/**
 * Answers in the place of a service that exists only as an image, and says so in every answer. Its health is real where the service's
 * would be: Hasura and Auth are well only when PostgreSQL answers a query.
 */
export function standInHandler(
  service: StackService,
  options: { serverId: string; postgresUrl: () => Promise<string | null> },
): http.RequestListener {
  const needsPostgres = service.name === "hasura" || service.name === "auth";
  const healthPath = service.probe.kind === "http" ? service.probe.path : null;
  return (request, response) => {
    request.resume();
    const send = (status: number, body: Record<string, unknown>) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(
        JSON.stringify({ standIn: true, service: service.name, serverId: options.serverId, ...body }),
      );
    };
    const path = (request.url ?? "/").split("?")[0];
    if (path !== healthPath) return send(200, { method: request.method, path, host: request.headers.host });
    if (!needsPostgres) return send(200, { status: "ok" });
    options
      .postgresUrl()
      .then(async (url) => {
        if (url === null) throw new Error("PostgreSQL has no address yet");
        await probePostgres(url, 2000);
      })
      .then(
        () => send(200, { status: "ok" }),
        (error: unknown) => send(500, { status: "error", reason: messageOf(error) }),
      );
  };
}

/** A WebSocket that is answered with the handshake of RFC 6455 and then echoes bytes: enough to prove that the way is open. */
export function standInUpgrade(
  accept: (key: string) => string,
): (request: http.IncomingMessage, socket: import("node:stream").Duplex) => void {
  return (request, socket) => {
    const key = request.headers["sec-websocket-key"];
    if (typeof key !== "string") return void socket.destroy();
    socket.on("error", () => socket.destroy());
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Stand-In: true\r\nSec-WebSocket-Accept: ${accept(key)}\r\n\r\n`,
    );
    socket.pipe(socket);
  };
}
