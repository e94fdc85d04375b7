import { applyFault, type StatusEffect } from "@/sandbox/apply-fault";
import type { SandboxContext } from "@/sandbox/context";
import type { Provider } from "@/sandbox/provider";
import { matchRoute, type RouteTable } from "@/sandbox/routes";

interface IdentityProvider {
  name: "github" | "google";
  mountPath: string;
  title: string;
  routes: RouteTable;
  /** A fault in the provider's own envelope. */
  refuse(effect: StatusEffect): Response;
}

/** Mounts what people sign in with: routes under a path, with faults by method and path. */
export function serveIdentity(context: SandboxContext, identity: IdentityProvider): Provider {
  const { name, mountPath, title, routes, refuse } = identity;
  return {
    mountPath,
    title,
    close: async () => {},
    handle: async (request) => {
      const match = matchRoute(routes, request, mountPath);
      if (!match) return Response.json({ message: "Not Found" }, { status: 404 });
      const effect = context.faults.take(name, match.pattern, match.call.url.search);
      return applyFault(effect, () => match.handler(match.call), refuse);
    },
  };
}
