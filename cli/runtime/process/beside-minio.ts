import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { Failure } from "@/cli/lib/failure";
import { readText } from "@/cli/lib/files";
import { httpGet } from "@/cli/lib/http-get";
import { identify, isAlive, signal } from "@/cli/lib/process-identity";
import { launch } from "@/cli/lib/spawn";
import { waitUntil } from "@/cli/lib/wait-until";
import type { BesideObjects } from "@/cli/runtime/runtime";

export async function startMinioBeside(
  command: readonly [string, ...string[]],
  password: string,
  options: { data: string; logFile: string },
): Promise<BesideObjects> {
  await mkdir(options.data, { recursive: true, mode: 0o700 });
  const sockets = await mkdtemp("/tmp/nself-minio-");
  const address = { socketPath: path.join(sockets, "s3") };
  const [program, ...args] = command;
  const pid = await launch([program, ...args, "server", "--address", address.socketPath, options.data], {
    outputFile: options.logFile,
    env: { PATH: "/usr/bin:/bin", TZ: "UTC", MINIO_ROOT_USER: "nself", MINIO_ROOT_PASSWORD: password },
  });
  const identity = identify(pid);
  const alive = () => identity !== null && isAlive(identity);
  const stop = async () => {
    if (identity) signal(identity, "SIGTERM");
    if (!(await waitUntil(() => !alive(), { timeoutMs: 10_000 })) && identity) signal(identity, "SIGKILL");
    await rm(sockets, { recursive: true, force: true });
  };
  const outcome = await waitUntil(
    async () => {
      const answer = await httpGet(address, "/minio/health/live", 2500).catch(() => null);
      return answer?.status === 200 ? "ready" : alive() ? null : "ended";
    },
    { timeoutMs: 15_000, intervalMs: 20 },
  );
  if (outcome === "ready") return { address, stop };
  await stop();
  const said = ((await readText(options.logFile)) ?? "").trim().split("\n").slice(-3).join(" / ");
  throw new Failure("objects_down", `The object store beside did not start: ${said}`);
}
