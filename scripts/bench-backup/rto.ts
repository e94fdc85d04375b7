import "@/tests/harness/setup-env";
import type { BackupView } from "@/lib/backup/backup-schemas";
import type { JobView } from "@/lib/job/job-schemas";
import type { RestorePoints } from "@/lib/restore/restore-schemas";
import { startAppUnderTest } from "@/tests/harness/app-under-test";
import { machineSql } from "@/tests/harness/machine-sql";
import { orderServer, waitForJob } from "@/tests/harness/orders";
import { waitFor } from "@/tests/harness/wait-for";
import { startWorld } from "@/tests/harness/world";
import { round } from "./bench-machine";
import { fillMixed } from "./mixed-data";

const patience = 3_600_000;

/**
 * From the click to healthy, through everything: control plane, engine, SSH, store, and a server with this much data. In place
 * with its forensic backup, and into a new server from the off-site copy alone, which is the loss of a whole server.
 */
export async function benchRto(sizeGb: number) {
  const world = await startWorld();
  const app = await startAppUnderTest(world.env, world.webPort);
  try {
    const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const answer = await world.api(method, `/api/v1${path}`, body);
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body as T;
    };
    const ended = async (job: JobView) => {
      const last = await waitForJob(world, job.id, patience);
      if (last.status !== "succeeded") throw new Error(JSON.stringify(last));
      return last;
    };
    const ordered = await orderServer(world, { name: "Large" });
    await ended(ordered.job);
    const { id } = ordered.server;
    const sql = (text: string) => machineSql(world, id, text);
    const backups = async () => (await call<{ items: BackupView[] }>("GET", `/servers/${id}/backups`)).items;
    await waitFor(
      "the first backup",
      async () => (await backups()).every((one) => one.status === "good"),
      patience,
    );
    await fillMixed(sql, sizeGb);
    const [size] = await machineSql<{ bytes: string }>(
      world,
      id,
      "select sum(pg_database_size(oid))::text as bytes from pg_database",
    );
    await ended((await call<{ job: JobView }>("POST", `/servers/${id}/backups`, {})).job);
    const [row] = await machineSql<{ at: Date }>(world, id, "select clock_timestamp() as at");
    const at = row?.at ?? new Date();
    await sql("delete from attachments");
    await waitFor(
      "the log to come off-site",
      async () =>
        new Date((await call<RestorePoints>("GET", `/servers/${id}/restore-points`)).latest ?? 0) >= at,
      patience,
    );
    const restore = async (into: unknown) => {
      const body = { target: { at: at.toISOString() }, into, confirm: "Large" };
      const from = performance.now();
      const last = await ended((await call<{ job: JobView }>("POST", `/servers/${id}/restores`, body)).job);
      const steps = last.steps.map(({ key, startedAt, finishedAt }) => [
        key,
        round((Date.parse(finishedAt ?? "") - Date.parse(startedAt ?? "")) / 1000, 1),
      ]);
      return {
        seconds: round((performance.now() - from) / 1000, 1),
        steps: Object.fromEntries(steps) as Record<string, number>,
      };
    };
    const inPlace = await restore("in_place");
    // The backup that follows a restore would share the machine's two cores with the next one.
    await waitFor(
      "the backup that follows",
      async () => (await backups()).every((one) => one.status !== "creating"),
      patience,
    );
    const newServer = await restore({ name: "Large again", subdomain: "large-again" });
    return { megabytes: Math.round(Number(size?.bytes) / 1e6), inPlace, newServer };
  } finally {
    await app.kill();
    await world.close();
  }
}
