import { randomBytes } from "node:crypto";
import type { SandboxContext } from "@/sandbox/context";
import { type HttpServer, serveHttp } from "@/sandbox/http";
import { matchRoute, type RouteTable } from "@/sandbox/routes";
import { systemctl } from "./systemctl";
import type { Units } from "./units";

interface Controlled {
  name: string;
  units(): Units;
}

/**
 * What the machines' tools talk to, one for all machines on a loopback port: systemd's manager, and the uplink, which
 * says what happens to a request that leaves the machine. A machine is known by a token in the path.
 */
export class ControlServer {
  #machines = new Map<string, Controlled>();
  #server: HttpServer | null = null;

  constructor(private readonly context: SandboxContext) {}

  async start(): Promise<void> {
    this.#server = await serveHttp((request) => this.#answer(request), {
      port: 0,
      onError: (error, request) =>
        this.context.log("machine.control_error", { ...request, error: String(error) }),
    });
  }

  /** The URL that this machine's tools use. */
  register(machine: Controlled): string {
    if (!this.#server) throw new Error("BUG: the control server is not started");
    const token = randomBytes(12).toString("hex");
    this.#machines.set(token, machine);
    return `http://127.0.0.1:${this.#server.port}/${token}`;
  }

  unregister(url: string): void {
    this.#machines.delete(url.split("/").at(-1) ?? "");
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  async #answer(request: Request): Promise<Response> {
    const match = matchRoute(this.#routes(), request);
    return (await match?.handler(match.call)) ?? new Response("no such path\n", { status: 404 });
  }

  #routes(): RouteTable {
    const { faults } = this.context;
    return [
      [
        "POST /:token/systemctl",
        async ({ request, param }) => {
          const machine = this.#machines.get(param("token"));
          if (!machine) return new Response("1\nthe machine is off\n");
          const args = (await request.text()).split("\n").filter((line) => line !== "");
          const { code, output } = await systemctl(machine.units(), args);
          // The exit code on the first line, so that a shell can read it.
          return new Response(`${code}\n${output}`);
        },
      ],
      [
        "GET /:token/uplink",
        () => new Response(faults.list().some(({ provider }) => provider === "uplink") ? "faulty" : "clear"),
      ],
      [
        "POST /:token/uplink",
        async ({ request, param }) => {
          const machine = this.#machines.get(param("token"));
          const { operation, url } = (await request.json()) as { operation: string; url: string };
          return Response.json(machine ? faults.take("uplink", operation, `${machine.name} ${url}`) : null);
        },
      ],
    ];
  }
}
