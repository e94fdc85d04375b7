import type { SandboxContext } from "@/sandbox/context";
import { createControl } from "@/sandbox/control";
import type { Handler } from "@/sandbox/http";
import { type IndexEntry, renderIndexPage } from "@/sandbox/index-page";
import type { MachineView } from "@/sandbox/machine-view";
import { findProvider, type Provider } from "@/sandbox/provider";

/** Answers the sandbox's own port: its providers by their mount paths, `/sandbox/*`, and an index of it all at `/`. */
export function createFront(
  context: SandboxContext,
  providers: readonly Provider[],
  machines: () => MachineView[],
  elsewhere: readonly IndexEntry[],
): Handler {
  const control = createControl(context, machines);
  return async (request) => {
    const { pathname, origin } = new URL(request.url);
    const provider = findProvider(providers, pathname);
    if (provider) return provider.handle(request);
    if (pathname === "/") {
      const entries = [
        ...providers.map(({ title, mountPath, opensInBrowser = false }) => ({
          title,
          address: origin + mountPath,
          link: opensInBrowser,
        })),
        { title: "Machines", address: `${origin}/sandbox/machines`, link: true },
        { title: "Faults, and which have struck", address: `${origin}/sandbox/faults`, link: true },
        ...elsewhere,
      ];
      return new Response(renderIndexPage(context.domain, entries), {
        headers: { "content-type": "text/html; charset=utf-8" },
      });
    }
    const answered = await control(request);
    return answered ?? Response.json({ error: "no such path in the sandbox" }, { status: 404 });
  };
}
