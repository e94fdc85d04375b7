import { stat, statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import type { z } from "zod";
import type { doctorSchema } from "@/cli/contract/server";
import { readHealth } from "@/cli/health/read-health";
import { messageOf } from "@/cli/lib/failure";
import type { Paths } from "@/cli/lib/paths";
import { readServerFile } from "@/cli/lib/server-file";
import { agentAnswers } from "@/cli/runtime/ensure-agent";
import { inspectCertificate } from "@/cli/tls/inspect";

type Check = z.infer<typeof doctorSchema>["checks"][number];
type Finding = Omit<Check, "name">;

const ok = (detail: string): Finding => ({ status: "ok", detail, fix: null });
const warn = (detail: string, fix: string): Finding => ({ status: "warn", detail, fix });
const fail = (detail: string, fix: string): Finding => ({ status: "fail", detail, fix });
const gb = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GB`;
const dayMs = 86_400_000;

/** Each looks at one thing. Thresholds: 5 GB of disk, 2 GB of memory, 21 and 7 days of certificate. */
const examinations: [string, (paths: Paths) => Promise<Finding>][] = [
  ["server", async (paths) => ok((await readServerFile(paths)).serverId)],
  [
    "disk",
    async (paths) => {
      const { bavail, bsize } = await statfs(paths.root);
      const free = Number(bavail) * Number(bsize);
      return free < 5 * 1024 ** 3
        ? fail(`${gb(free)} free`, "Free space or order a larger server")
        : ok(`${gb(free)} free`);
    },
  ],
  [
    "memory",
    async () =>
      totalmem() < 1.8 * 1024 ** 3
        ? warn(`${gb(totalmem())} in all`, "Order a larger server")
        : ok(`${gb(totalmem())} in all`),
  ],
  [
    "secrets",
    async (paths) => {
      const mode = (await stat(paths.secretsFile)).mode & 0o777;
      return mode === 0o600
        ? ok("only root can read them")
        : fail(`mode ${mode.toString(8)}`, `chmod 600 ${paths.secretsFile}`);
    },
  ],
  [
    "certificate",
    async (paths) => {
      const certificate = await inspectCertificate(paths);
      if (!certificate) return fail("none", "nself build");
      if (certificate.placeholder) return warn("still the placeholder", "nself ssl install");
      const days = Math.floor((new Date(certificate.notAfter).getTime() - Date.now()) / dayMs);
      if (days < 7) return fail(`${days} days left`, "nself ssl install");
      return days < 21 ? warn(`${days} days left`, "nself ssl install") : ok(`${days} days left`);
    },
  ],
  [
    "agent",
    async (paths) =>
      (await agentAnswers(paths)) ? ok("answers") : fail("does not answer", "systemctl restart nself-agent"),
  ],
  [
    "services",
    async (paths) => {
      const health = await readHealth(paths);
      const down = health.services
        .filter((service) => service.status !== "healthy")
        .map((service) => service.name);
      if (down.length === 0) return ok(`all ${health.services.length} answer`);
      const detail = `${down.join(", ")} not healthy`;
      return health.status === "unhealthy" ? fail(detail, "nself start") : warn(detail, "nself start");
    },
  ],
];

/** Every examination runs, whatever the others found. */
export async function examine(paths: Paths): Promise<Check[]> {
  return await Promise.all(
    examinations.map(async ([name, look]): Promise<Check> => {
      try {
        return { name, ...(await look(paths)) };
      } catch (error) {
        return { name, ...fail(messageOf(error), "nself init, nself build, nself start") };
      }
    }),
  );
}
