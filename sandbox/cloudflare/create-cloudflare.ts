import { z } from "zod";
import { applyFault } from "@/sandbox/apply-fault";
import type { SandboxContext } from "@/sandbox/context";
import type { Zone } from "@/sandbox/dns/zone";
import type { Provider } from "@/sandbox/provider";
import { matchRoute, type RouteCall } from "@/sandbox/routes";
import { batchRecords, batchSchema } from "./batch-records";
import { describeZone } from "./describe-zone";
import { CloudflareError, failure, success } from "./envelope";
import { listRecords, paginate } from "./list-records";
import { defaultRateLimit, RateLimit, type RateLimitOptions } from "./rate-limit";
import { type Operation, ZoneRecords } from "./zone-records";

export const cloudflareMountPath = "/cloudflare/client/v4";
export const sandboxCloudflareToken = "sandbox-cloudflare-token";

const objectSchema = z.record(z.string(), z.unknown());
interface CloudflareOptions {
  token?: string;
  rateLimit?: RateLimitOptions;
}

/** Cloudflare's API v4, the part for DNS records, over the zone that the name server serves. */
export function createCloudflare(
  context: SandboxContext,
  zone: Zone,
  options: CloudflareOptions = {},
): Provider {
  const token = options.token ?? sandboxCloudflareToken;
  const records = new ZoneRecords(context, zone);
  const rateLimit = new RateLimit(options.rateLimit ?? defaultRateLimit);
  const zoneView = describeZone(context.domain);

  const inZone = (handler: (call: RouteCall) => Promise<Response> | Response) => (call: RouteCall) => {
    if (call.param("zoneId") === zoneView.id) return handler(call);
    const path = new URL(call.request.url).pathname.slice(cloudflareMountPath.length);
    throw new CloudflareError(
      404,
      7003,
      `Could not route to ${path}, perhaps your object identifier is invalid?`,
    );
  };
  const one = (operation: Operation) => success(records.apply([operation])[0]);

  const routes = (named: string | null) =>
    [
      ["GET /user/tokens/verify", () => success({ id: zoneView.id, status: "active" })],
      [
        "GET /zones",
        ({ url }: RouteCall) => {
          const wanted = url.searchParams.get("name");
          const { result, ...more } = paginate(
            wanted && wanted !== zoneView.name ? [] : [zoneView],
            url.searchParams,
            20,
          );
          return success(result, more);
        },
      ],
      ["GET /zones/:zoneId", inZone(() => success(zoneView))],
      [
        "GET /zones/:zoneId/dns_records",
        inZone(({ url }) => {
          const { result, ...more } = listRecords(records.all(), url.searchParams);
          return success(result, more);
        }),
      ],
      [
        "POST /zones/:zoneId/dns_records/batch",
        inZone(async ({ request }) =>
          batchRecords(records, await readBody(request, batchSchema), named === "half_batch"),
        ),
      ],
      [
        "POST /zones/:zoneId/dns_records",
        inZone(async ({ request }) => one({ kind: "post", body: await readBody(request, objectSchema) })),
      ],
      ["GET /zones/:zoneId/dns_records/:id", inZone(({ param }) => success(records.get(param("id"))))],
      [
        "PUT /zones/:zoneId/dns_records/:id",
        inZone(async ({ request, param }) =>
          one({ kind: "put", id: param("id"), body: await readBody(request, objectSchema) }),
        ),
      ],
      [
        "PATCH /zones/:zoneId/dns_records/:id",
        inZone(async ({ request, param }) =>
          one({ kind: "patch", id: param("id"), body: await readBody(request, objectSchema) }),
        ),
      ],
      [
        "DELETE /zones/:zoneId/dns_records/:id",
        inZone(({ param }) => {
          records.apply([{ kind: "delete", id: param("id") }]);
          return success({ id: param("id") });
        }),
      ],
    ] as const;

  const answer = async (request: Request, named: string | null): Promise<Response> => {
    const given = authenticate(request, token);
    if (named === "block") rateLimit.block(given);
    const { retryAfterSeconds, headers } = rateLimit.count(given);
    if (retryAfterSeconds > 0) {
      throw new CloudflareError(429, 971, "Please wait and consider throttling your request speed", [], {
        ...headers,
        "retry-after": String(retryAfterSeconds),
      });
    }
    const match = matchRoute(routes(named), request, cloudflareMountPath);
    if (!match) throw new CloudflareError(404, 7000, "No route for that URI");
    const response = await match.handler(match.call);
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  };

  return {
    mountPath: cloudflareMountPath,
    title: "Cloudflare API v4",
    close: async () => {},
    handle: async (request) => {
      // The body is read twice: faults may look for a record's name in it.
      const body = request.body ? await request.text() : null;
      const url = new URL(request.url);
      const pattern =
        matchRoute(routes(null), request, cloudflareMountPath)?.pattern ?? `${request.method} unknown`;
      const effect = context.faults.take("cloudflare", pattern, `${url.pathname}${url.search} ${body ?? ""}`);
      const perform = (named: string | null) =>
        answer(
          new Request(request.url, { method: request.method, headers: request.headers, body }),
          named,
        ).catch(toFailure);
      return applyFault(effect, perform, ({ status, code, message, headers }) =>
        failure(
          new CloudflareError(status, Number(code ?? 10_000 + status), message ?? "Fault", [], headers),
        ),
      );
    },
  };
}

function toFailure(error: unknown): Response {
  if (error instanceof CloudflareError) return failure(error);
  throw error;
}

function authenticate(request: Request, token: string): string {
  const header = request.headers.get("authorization");
  if (header === null)
    throw new CloudflareError(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  const given = /^Bearer ([\w-]+)$/.exec(header)?.[1];
  if (given === undefined) {
    const chain = [{ code: 6111, message: "Invalid format for Authorization header" }];
    throw new CloudflareError(400, 6003, "Invalid request headers", chain);
  }
  if (given !== token) throw new CloudflareError(403, 9109, "Invalid access token");
  return given;
}

async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  let value: unknown;
  try {
    value = await request.json();
  } catch {
    throw new CloudflareError(400, 9207, "Request body is invalid: malformed JSON.");
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new CloudflareError(400, 9207, "Request body is invalid.");
  return parsed.data;
}
