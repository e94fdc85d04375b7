import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { routeFiles } from "./route-files";

type Context = { params: Promise<Record<string, string>> };
type RouteModule = Partial<
  Record<string, (request: Request, context: Context) => Promise<Response> | Response>
>;

interface AppRoute {
  pattern: RegExp;
  names: string[];
  load(): Promise<RouteModule>;
}

/**
 * The app's own route handlers behind node:http, found by their place in `app/` as Next does: for tests that need the API,
 * the registry and the durable functions, but no pages and no build.
 */
export async function startAppServer(
  port: number,
  load: (file: string) => Promise<RouteModule>,
): Promise<string> {
  const routes = findRoutes(load);
  const server = createServer(async (incoming, outgoing) => {
    try {
      const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
      const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
      const request = new Request(url, {
        method: incoming.method,
        headers: incoming.headers as Record<string, string>,
        body: hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : undefined,
        duplex: "half",
      } as RequestInit);
      const response = await dispatch(routes, request, url.pathname);
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      if (response.body) Readable.fromWeb(response.body as never).pipe(outgoing);
      else outgoing.end();
    } catch (error) {
      outgoing.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function dispatch(routes: AppRoute[], request: Request, pathname: string): Promise<Response> {
  for (const route of routes) {
    const match = route.pattern.exec(pathname);
    if (!match) continue;
    const handler = (await route.load())[request.method];
    if (!handler) return new Response(null, { status: 405 });
    const params = Object.fromEntries(
      route.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")]),
    );
    return await handler(request, { params: Promise.resolve(params) });
  }
  return new Response("no such route", { status: 404 });
}

function findRoutes(load: (file: string) => Promise<RouteModule>): AppRoute[] {
  return routeFiles()
    .sort((a, b) => a.split("[").length - b.split("[").length)
    .map((file) => {
      const names: string[] = [];
      const segments = path
        .dirname(file)
        .split("/")
        .filter((segment) => !segment.startsWith("("));
      const pattern = segments.map((segment) => {
        const name = /^\[(.+)\]$/.exec(segment)?.[1];
        if (!name) return segment.replace(/[.+]/g, "\\$&");
        names.push(name);
        return "([^/]+)";
      });
      return {
        pattern: new RegExp(`^/${pattern.join("/")}/?$`),
        names,
        load: () => load(file),
      };
    });
}
