import type { Restarted } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { withLock } from "@/cli/lib/lock";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { ensureAgent } from "@/cli/runtime/ensure-agent";
import { stackServices } from "@/lib/stack/services";
import { findService } from "./find-service";
import { readStack } from "./read-stack";
import { namedWithReason, waitForServices } from "./wait-for-services";

/** What backups and restores read and write: it is not taken from under them. */
const dataServices = ["postgres", "minio"];
const linesTold = 5;

/**
 * Restarts one service, or all of them, and waits until what was restarted is healthy again. Asked again after it was cut
 * off, it does the whole again. While a backup or restore is at work on the data it answers `busy`.
 */
export async function restartServices(
  paths: Paths,
  typed: string | null,
  timeoutMs: number,
): Promise<Restarted> {
  const service = typed === null ? null : await findService(paths, typed);
  const restart = () => restartNow(paths, service, timeoutMs);
  if (service !== null && !dataServices.includes(service)) return await restart();
  return await withLock(paths.backupLock, 0, () => withLock(`${paths.run}/restore.lock`, 0, restart));
}

async function restartNow(paths: Paths, service: string | null, timeoutMs: number): Promise<Restarted> {
  const stack = await readStack(paths);
  const runtime = await chooseRuntime(paths);
  const startedAt = performance.now();
  log.info(`Restarting ${service ?? "all services"}`);
  await runtime.restart(stack, service);
  if (service === null) await ensureAgent(paths);
  const { services, down } = await waitForServices(
    paths,
    runtime,
    ({ name, kind }) => (service === null ? kind === "required" : name === service),
    timeoutMs,
  );
  if (down.length > 0) {
    const [first] = down;
    const lines = first ? await runtime.logs(first.name, linesTold).catch(() => []) : [];
    throw new Failure(
      "not_healthy",
      [`These do not answer after the restart: ${namedWithReason(down)}`, ...lines].join("\n").slice(0, 2000),
      { hint: `nself logs ${first?.name}` },
    );
  }
  const awaySeconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const restarted = service === null ? stackServices(stack).map(({ name }) => name) : [service];
  return { restarted, awaySeconds, services };
}
