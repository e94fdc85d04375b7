import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { SandboxContext } from "@/sandbox/context";
import { Faults } from "@/sandbox/faults";
import { serveHttp } from "@/sandbox/http";
import { logNothing } from "@/sandbox/log";
import { createHetzner, type HetznerOptions, hetznerMountPath, sandboxHetznerToken } from "./create-hetzner";

// biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of many shapes.
export type Answer = { status: number; headers: Headers; body: any };

/** For tests: a Hetzner of its own on a free port. `dataDir` is kept on close when it was given. */
export async function startTestHetzner(
  options: HetznerOptions & { dataDir?: string; speed?: SandboxContext["speed"] } = {},
) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "nself-hetzner-"));
  const context: SandboxContext = {
    dataDir,
    domain: "sandbox.localhost",
    speed: options.speed ?? "instant",
    faults: new Faults(),
    log: logNothing,
    machines: { portBase: 0 },
  };
  const provider = createHetzner(context, options);
  const errors: unknown[] = [];
  const server = await serveHttp(provider.handle, { port: 0, onError: (error) => errors.push(error) });
  const url = `http://127.0.0.1:${server.port}${hetznerMountPath}`;

  const api = async (operation: string, body?: unknown, token = sandboxHetznerToken): Promise<Answer> => {
    const [method = "GET", path = "/"] = operation.split(" ");
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
  };

  /** Waits for an action to end and answers it. */
  const settled = async (action: { id: number }) => {
    const ended = async () => {
      const { body } = await api(`GET /actions/${action.id}`);
      return body.action.status === "running" ? null : body.action;
    };
    return until(ended);
  };

  /** A server that runs, its boot still going on. */
  const runningServer = async (request: Record<string, unknown>) => {
    const created = await api("POST /servers", { server_type: "cx23", image: "ubuntu-24.04", ...request });
    if (created.status !== 201) throw new Error(`not created: ${JSON.stringify(created.body)}`);
    for (const action of [created.body.action, ...created.body.next_actions]) await settled(action);
    return (await api(`GET /servers/${created.body.server.id}`)).body.server;
  };

  return {
    url,
    dataDir,
    context,
    provider,
    errors,
    api,
    settled,
    runningServer,
    close: async () => {
      await server.close();
      await provider.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type TestHetzner = Awaited<ReturnType<typeof startTestHetzner>>;

/** Asks until the answer is something, for 20 s. */
export async function until<T>(
  ask: () => Promise<T | null | false | undefined> | T | null | false | undefined,
): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; await wait(10)) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`gave up waiting for ${ask}`);
  }
}
