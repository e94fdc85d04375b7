import { totalmem } from "node:os";
import { z } from "zod";
import { initInputSchema } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { readJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { readLedger } from "@/cli/plugin/ledger";
import type { StackDescription } from "@/lib/stack/stack-description";

/** `/opt/nself/stack.json`: what `nself init` was told. */
const stackFileSchema = initInputSchema.extend({ services: z.record(z.string(), z.boolean()) });

/** The stack as it is wanted: what init was told, the plugins that are installed, the memory there is. Null before init. */
export async function findStack(paths: Paths): Promise<StackDescription | null> {
  const file = await readJson(paths.stackFile, stackFileSchema);
  if (!file) return null;
  const ledger = await readLedger(paths);
  const on = (name: string) => file.services[name] === true;
  return {
    serverId: file.serverId,
    name: file.name,
    domain: file.domain,
    adminEmail: file.adminEmail,
    totalMemoryMb: Math.round(totalmem() / 1024 / 1024),
    services: {
      minio: on("minio"),
      redis: on("redis"),
      functions: on("functions"),
      mail: on("mail"),
      search: on("search"),
      monitoring: on("monitoring"),
    },
    plugins: ledger.plugins.map((plugin) => plugin.manifest),
  };
}

export async function readStack(paths: Paths): Promise<StackDescription> {
  const stack = await findStack(paths);
  if (stack) return stack;
  throw new Failure("not_initialised", "This server has no stack yet", { hint: "nself init" });
}
