import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export type Handler = (request: Request) => Response | Promise<Response>;

/** Thrown by a handler to cut the connection without an answer. */
export class ConnectionReset extends Error {
  constructor() {
    super("connection reset by a fault");
  }
}

export interface HttpServer {
  port: number;
  /** Stops listening and cuts what is still open. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** 0 lets the system choose. */
  port: number;
  /** Listens on this unix socket instead of a port. */
  socketPath?: string;
  /** Bodies do not pass through web streams, which costs large ones half their speed: see `bodyOf` and `streamed`. */
  directBodies?: boolean;
  tls?: { cert: string; key: string };
  /** Told of errors that no handler turned into an answer; the client gets a bare 500. */
  onError(error: unknown, request: { method: string; url: string }): void;
}

/** Serves a fetch-style handler on 127.0.0.1 over HTTP, or HTTPS when `tls` is given. Bodies are streamed both ways. */
export async function serveHttp(handler: Handler, options: ServeOptions): Promise<HttpServer> {
  const listener: RequestListener = (message, response) => {
    void answer(handler, message, response, options);
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  // A client that reuses a connection at the moment an idle server closes it sees a reset that nobody asked for.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (options.socketPath !== undefined) server.listen(options.socketPath, resolve);
    else server.listen(options.port, "127.0.0.1", resolve);
  });
  const port = options.socketPath === undefined ? (server.address() as AddressInfo).port : 0;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  handler: Handler,
  message: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const request = toRequest(message, gone.signal, options);
    await send(await handler(request), message, response);
  } catch (error) {
    if (error instanceof ConnectionReset || gone.signal.aborted) {
      message.socket.destroy();
      return;
    }
    options.onError(error, { method: message.method ?? "", url: message.url ?? "" });
    if (response.headersSent) message.socket.destroy();
    else response.writeHead(500, { "content-type": "text/plain" }).end("internal error of the sandbox\n");
  }
}

const directBodies = new WeakMap<Request, IncomingMessage>();
const directAnswers = new WeakMap<Response, Readable>();

/** The body of a request to a server with `directBodies`. To be read once. */
export function bodyOf(request: Request): AsyncIterable<Uint8Array> {
  // Whoever stops reading half way still has an answer to give on this connection.
  const direct = directBodies.get(request)?.iterator({ destroyOnReturn: false });
  return direct ?? (request.body as AsyncIterable<Uint8Array> | null) ?? Readable.from([]);
}

/** A response whose body is sent from a stream of Node's as it is. To be used by a server with `directBodies` only. */
export function streamed(body: Readable, init: ResponseInit): Response {
  const answered = new Response(null, init);
  directAnswers.set(answered, body);
  return answered;
}

function toRequest(message: IncomingMessage, signal: AbortSignal, options: ServeOptions): Request {
  const protocol = options.tls ? "https" : "http";
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at] ?? "", message.rawHeaders[at + 1] ?? "");
  }
  const method = message.method ?? "GET";
  const url = new URL(message.url ?? "/", `${protocol}://${message.headers.host ?? "127.0.0.1"}`);
  const init: RequestInit & { duplex?: "half" } = { method, headers, signal };
  if (options.directBodies) {
    const request = new Request(url, init);
    directBodies.set(request, message);
    return request;
  }
  if (method !== "GET" && method !== "HEAD") {
    init.body = Readable.toWeb(message) as ReadableStream<Uint8Array>;
    init.duplex = "half";
  }
  return new Request(url, init);
}

async function send(answered: Response, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const cookies = answered.headers.getSetCookie();
  response.statusCode = answered.status;
  for (const [name, value] of answered.headers) {
    if (name !== "set-cookie") response.setHeader(name, value);
  }
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  const direct = directAnswers.get(answered);
  if (direct) {
    await pipeline(direct, response);
  } else if (!answered.body || message.method === "HEAD") {
    await answered.body?.cancel();
    response.end();
  } else {
    await pipeline(Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0]), response);
  }
  // An unread body would otherwise hold the connection; Node drains small ones, a client must not wait for big ones.
  message.resume();
}
