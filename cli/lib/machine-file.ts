import { z } from "zod";
import { readJson } from "./files";
import type { Paths } from "./paths";

const port = z.number().int().min(1).max(65535);

/**
 * `/etc/nself/machine.json`: what the machine's image says of itself. A server without it runs Docker Compose. `process` machines have
 * ports of their own, bring PostgreSQL's programs, and name the account that PostgreSQL runs as (it refuses root). Where they bring an
 * object store, `minioCommand` starts it when `server --address <socket> <data>` is added, with MinIO's variables in the environment.
 */
const machineFileSchema = z.discriminatedUnion("runtime", [
  z.object({ runtime: z.literal("compose") }),
  z.object({
    runtime: z.literal("process"),
    postgresBin: z.string(),
    ports: z.object({ ssh: port.optional(), https: port, postgres: port }),
    minioCommand: z.tuple([z.string()], z.string()).optional(),
    runAs: z.object({ uid: z.number().int(), gid: z.number().int() }).nullable().default(null),
  }),
]);
export type MachineFile = z.infer<typeof machineFileSchema>;
export type ProcessMachine = Extract<MachineFile, { runtime: "process" }>;

export async function readMachineFile(paths: Paths): Promise<MachineFile> {
  return (await readJson(paths.machineFile, machineFileSchema)) ?? { runtime: "compose" };
}
