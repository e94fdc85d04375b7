import http from "node:http";
import type { Duplex } from "node:stream";

/** Headers that concern one connection only (RFC 9110, section 7.6.1). */
const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

function onward(request: http.IncomingMessage): http.OutgoingHttpHeaders {
  const headers: http.OutgoingHttpHeaders = { ...request.headers };
  for (const name of hopByHop) delete headers[name];
  headers["x-forwarded-for"] = request.socket.remoteAddress;
  headers["x-forwarded-proto"] = "https";
  return headers;
}

/** Passes a request on to a unix socket and its answer back; 502 when nobody is there, 413 over the limit. */
export function forward(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  target: { socketPath: string; bodyLimitMb: number },
): void {
  const refuse = (status: number, error: string) => {
    if (response.headersSent) return void response.destroy();
    response.writeHead(status, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify({ error }));
  };
  const limitBytes = target.bodyLimitMb * 1024 * 1024;
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) {
    refuse(413, "content_too_large");
    return;
  }

  const headers = onward(request);
  if (request.headers["transfer-encoding"]) headers["transfer-encoding"] = "chunked";
  const upstream = http.request(
    { socketPath: target.socketPath, method: request.method, path: request.url, headers },
    (answer) => {
      const back = { ...answer.headers };
      for (const name of hopByHop) delete back[name];
      response.writeHead(answer.statusCode ?? 502, back);
      answer.on("error", () => response.destroy());
      answer.pipe(response);
    },
  );
  upstream.on("error", () => refuse(502, "bad_gateway"));
  response.on("close", () => upstream.destroy());
  let sizeBytes = 0;
  request.on("data", (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) {
      refuse(413, "content_too_large");
      upstream.destroy();
    }
  });
  request.pipe(upstream);
}

/** Joins two sockets after a protocol switch. */
export function forwardUpgrade(
  request: http.IncomingMessage,
  socket: Duplex,
  head: Buffer,
  socketPath: string,
): void {
  const upstream = http.request({
    socketPath,
    method: request.method,
    path: request.url,
    headers: { ...onward(request), connection: "Upgrade", upgrade: request.headers.upgrade },
  });
  upstream.on("upgrade", (answer, peer, peerHead) => {
    const lines = [`HTTP/1.1 101 ${answer.statusMessage ?? "Switching Protocols"}`];
    for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
      lines.push(`${answer.rawHeaders[index]}: ${answer.rawHeaders[index + 1]}`);
    }
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    if (peerHead.length > 0) socket.write(peerHead);
    if (head.length > 0) peer.write(head);
    for (const [from, to] of [
      [socket, peer],
      [peer, socket],
    ] as const) {
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  upstream.on("response", () => socket.destroy());
  upstream.on("error", () => socket.destroy());
  upstream.end();
}
