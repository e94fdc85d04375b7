/** One request that fitted a route. */
export interface RouteCall {
  request: Request;
  url: URL;
  /** The decoded value of `:name` in the pattern. @throws when the pattern has no such name. */
  param(name: string): string;
}

type RouteHandler = (call: RouteCall) => Response | Promise<Response>;

/** `["GET /zones/:zoneId/dns_records", handler]`; a last segment `*rest` takes the remainder. First fit wins. */
export type RouteTable = ReadonlyArray<readonly [pattern: string, handler: RouteHandler]>;

export interface RouteMatch {
  /** The pattern that fitted: the operation's name in faults and logs. */
  pattern: string;
  call: RouteCall;
  handler: RouteHandler;
}

/** Finds the route for a request whose path starts with `base`. Null when none fits. */
export function matchRoute(table: RouteTable, request: Request, base = ""): RouteMatch | null {
  const url = new URL(request.url);
  if (!url.pathname.startsWith(base)) return null;
  const path = url.pathname.slice(base.length) || "/";
  for (const [pattern, handler] of table) {
    const [method = "", shape = ""] = pattern.split(" ");
    if (method !== request.method) continue;
    const params = matchPath(shape, path);
    if (!params) continue;
    const param = (name: string): string => {
      const value = params.get(name);
      if (value === undefined) throw new Error(`BUG: route ${pattern} has no :${name}`);
      return value;
    };
    return { pattern, handler, call: { request, url, param } };
  }
  return null;
}

function matchPath(shape: string, path: string): Map<string, string> | null {
  const params = new Map<string, string>();
  const wanted = shape.split("/").filter(Boolean);
  const given = path.split("/").filter(Boolean);
  for (const [index, segment] of wanted.entries()) {
    if (segment.startsWith("*")) {
      params.set(segment.slice(1), decode(given.slice(index).join("/")));
      return params;
    }
    const value = given[index];
    if (value === undefined) return null;
    if (segment.startsWith(":")) params.set(segment.slice(1), decode(value));
    else if (segment !== value) return null;
  }
  return wanted.length === given.length ? params : null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
