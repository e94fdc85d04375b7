import { createServer } from "node:net";

/** All ports of a local installation; `--port-base` moves them together. 8288 is where the Inngest dev server listens. */
export function portPlan(base: number) {
  return {
    web: base,
    sandbox: base + 10,
    dns: base + 11,
    acme: base + 12,
    storage: base + 13,
    postgres: base + 14,
    engine: base + 5288,
    /** The first of the ports of the sandbox's machines. */
    machines: base + 100,
  };
}
export type PortPlan = ReturnType<typeof portPlan>;
export const defaultPortBase = 3000;

/** The names of those ports that something else listens on. */
export async function takenPorts(ports: Partial<PortPlan>): Promise<string[]> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(ports)) {
    if (name !== "machines" && !(await isFree(port))) taken.push(`${name} (${port})`);
  }
  return taken;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
