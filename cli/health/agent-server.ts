import { chmod, rm } from "node:fs/promises";
import http from "node:http";
import type { HealthReport } from "@/cli/contract/server";
import { messageOf } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";

const cacheMs = 1000;

/**
 * `GET /health` (at most a second old) and `GET /fresh` (reachable on the machine only: no route leads there, nor to `/alive`) on a unix socket.
 * However many ask at once, each service is asked once.
 */
export async function serveHealth(
  socketPath: string,
  collect: () => Promise<HealthReport | null>,
): Promise<http.Server> {
  let latest: { at: number; report: HealthReport | null } | null = null;
  let running: Promise<HealthReport | null> | null = null;
  const refresh = () => {
    running ??= collect()
      .then((report) => {
        latest = { at: Date.now(), report };
        return report;
      })
      .finally(() => {
        running = null;
      });
    return running;
  };
  const answer = (fresh: boolean) => {
    if (!fresh && latest && Date.now() - latest.at < cacheMs) return Promise.resolve(latest.report);
    // A round that began before the question would tell of the past.
    return fresh && running ? running.then(refresh, refresh) : refresh();
  };

  const server = http.createServer((request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(request.method === "HEAD" ? undefined : JSON.stringify(body));
    };
    const path = (request.url ?? "").split("?")[0];
    if (path === "/alive") return send(200, { alive: true });
    if (path !== "/health" && path !== "/fresh") return send(404, { error: "not_found" });
    if (request.method !== "GET" && request.method !== "HEAD")
      return send(405, { error: "method_not_allowed" });
    answer(path === "/fresh").then(
      (report) => {
        if (!report) send(503, { error: "not_initialised" });
        else send(report.status === "unhealthy" ? 503 : 200, report);
      },
      (error: unknown) => {
        log.error("The health could not be collected", { reason: messageOf(error) });
        send(503, { error: "internal" });
      },
    );
  });
  await rm(socketPath, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  // The gateway's worker is another account.
  await chmod(socketPath, 0o666);
  return server;
}
