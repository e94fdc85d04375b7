import { ZodError, z } from "zod";
import type { SandboxContext } from "@/sandbox/context";
import { faultSchema } from "@/sandbox/faults";
import type { MachineView } from "@/sandbox/machine-view";
import { matchRoute, type RouteTable } from "@/sandbox/routes";

const speedSchema = z.object({ speed: z.enum(["instant", "demo", "real"]) });
const hollowSchema = z.object({ hollow: z.boolean() });

/** `/sandbox/*`: what tests and scripts steer the sandbox with. It has no authentication: it listens on loopback. */
export function createControl(context: SandboxContext, machines: () => MachineView[]) {
  const routes: RouteTable = [
    [
      "GET /sandbox/health",
      () => Response.json({ status: "ok", speed: context.speed, domain: context.domain }),
    ],
    ["GET /sandbox/machines", () => Response.json(machines())],
    [
      "GET /sandbox/faults",
      () => Response.json({ faults: context.faults.list(), history: context.faults.history() }),
    ],
    [
      "POST /sandbox/faults",
      async ({ request }) => {
        const fault = context.faults.add(faultSchema.parse(await request.json()));
        context.log("fault.added", { fault });
        return Response.json(fault, { status: 201 });
      },
    ],
    ["DELETE /sandbox/faults", () => Response.json({ cleared: context.faults.clear() })],
    [
      "DELETE /sandbox/faults/:id",
      ({ param }) => {
        const cleared = context.faults.clear(param("id"));
        return Response.json({ cleared }, { status: cleared > 0 ? 200 : 404 });
      },
    ],
    [
      "PUT /sandbox/hollow",
      async ({ request }) => {
        context.machines.hollow = hollowSchema.parse(await request.json()).hollow;
        return Response.json({ hollow: context.machines.hollow });
      },
    ],
    ["GET /sandbox/speed", () => Response.json({ speed: context.speed })],
    [
      "PUT /sandbox/speed",
      async ({ request }) => {
        context.speed = speedSchema.parse(await request.json()).speed;
        return Response.json({ speed: context.speed });
      },
    ],
  ];

  return async (request: Request): Promise<Response | null> => {
    const match = matchRoute(routes, request);
    if (!match) return null;
    try {
      return await match.handler(match.call);
    } catch (error) {
      if (error instanceof ZodError) {
        return Response.json({ error: "invalid input", issues: error.issues }, { status: 422 });
      }
      if (error instanceof SyntaxError) return Response.json({ error: "malformed JSON" }, { status: 400 });
      throw error;
    }
  };
}
