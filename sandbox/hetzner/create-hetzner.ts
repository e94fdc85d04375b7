import { join } from "node:path";
import { applyFault } from "@/sandbox/apply-fault";
import type { SandboxContext } from "@/sandbox/context";
import { Machines } from "@/sandbox/machine/machines";
import type { MachineView } from "@/sandbox/machine-view";
import type { Provider } from "@/sandbox/provider";
import { matchRoute, type RouteTable } from "@/sandbox/routes";
import { Actions } from "./actions";
import { errorResponse, HetznerError } from "./errors";
import type { Hetzner } from "./hetzner";
import { takeDueBackups } from "./nightly-backups";
import { Project } from "./project";
import { defaultRateLimit, RateLimit, type RateLimitOptions } from "./rate-limit";
import { routes } from "./routes";
import { Sentinels } from "./sentinels";
import { serverEnds } from "./server-ends";

export const hetznerMountPath = "/hetzner/v1";
export const sandboxHetznerToken = "sandbox-hetzner-token";
const backupsCheckedEveryMs = 60_000;

export interface HetznerOptions {
  token?: string;
  rateLimit?: Partial<RateLimitOptions>;
  /** Default 100; more servers are `resource_limit_exceeded`. */
  serverLimit?: number;
  /** PEM of the sandbox's root certificate, which the machines trust. */
  caFile?: string;
}

export type HetznerProvider = Provider & {
  machines(): MachineView[];
  /** Settles once the machines of the last run are up again. */
  ready: Promise<void>;
  hetzner: Hetzner;
};

/** Hetzner Cloud's API v1 over machines that really boot. */
export function createHetzner(context: SandboxContext, options: HetznerOptions = {}): HetznerProvider {
  const project = new Project(join(context.dataDir, "hetzner"));
  const rateLimit = new RateLimit({ ...defaultRateLimit, ...options.rateLimit });
  const machines = new Machines(context, { caFile: options.caFile ?? null });
  const actions = new Actions(
    context,
    project,
    serverEnds(() => hetzner),
  );
  const hetzner: Hetzner = {
    context,
    project,
    actions,
    machines,
    sentinels: new Sentinels(),
    serverLimit: options.serverLimit ?? 100,
  };
  const ready = machines
    .start(new Set(project.servers.all().map(({ id }) => id)))
    .then(() => actions.resume())
    .catch((error) => context.log("hetzner.start_failed", { error: String(error) }));
  const backupClock = setInterval(() => takeDueBackups(hetzner, new Date()), backupsCheckedEveryMs);
  backupClock.unref();

  const table = (named: string | null): RouteTable =>
    routes.map(([pattern, route]) => [pattern, (call) => route(hetzner, call, named)]);

  const answer = async (request: Request, named: string | null): Promise<Response> => {
    let headers: Record<string, string> = {};
    try {
      authenticate(request, options.token ?? sandboxHetznerToken);
      headers = rateLimit.count();
      await ready;
      const match = matchRoute(table(named), request, hetznerMountPath);
      if (!match) throw new HetznerError("not_found", "endpoint not found");
      return withHeaders(await match.handler(match.call), headers);
    } catch (error) {
      if (error instanceof HetznerError) return withHeaders(error.toResponse(), headers);
      throw error;
    }
  };

  return {
    mountPath: hetznerMountPath,
    title: "Hetzner Cloud API v1",
    machines: () => machines.views(),
    ready,
    hetzner,
    handle: async (request) => {
      // The body is read twice: faults may look for a name in it.
      const body = request.body ? await request.text() : null;
      const { pathname, search } = new URL(request.url);
      const pattern =
        matchRoute(table(null), request, hetznerMountPath)?.pattern ?? `${request.method} unknown`;
      const operation = pattern.replace(/:name$/, pathname.split("/").at(-1) ?? "");
      const effect = context.faults.take("hetzner", operation, `${pathname}${search} ${body ?? ""}`);
      return applyFault(
        effect,
        (named) =>
          answer(new Request(request.url, { method: request.method, headers: request.headers, body }), named),
        ({ status, code = "server_error", message = "injected fault", headers }) =>
          errorResponse(status, code, message, null, {
            ...limitHeaders(status),
            ...headers,
          }),
      );
    },
    close: async () => {
      clearInterval(backupClock);
      await ready;
      await actions.close();
      await machines.close();
    },
  };
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}

/** A 429 made by a fault still tells when to come back, unless the fault says otherwise. */
function limitHeaders(status: number): Record<string, string> {
  if (status !== 429) return {};
  const reset = String(Math.ceil(Date.now() / 1000) + 1);
  return { "ratelimit-limit": "3600", "ratelimit-remaining": "0", "ratelimit-reset": reset };
}

function authenticate(request: Request, token: string): void {
  if (request.headers.get("authorization") !== `Bearer ${token}`) {
    throw new HetznerError("unauthorized", "unable to authenticate");
  }
}
