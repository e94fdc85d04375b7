import type { InitInput } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { writeJson } from "@/cli/lib/files";
import { log } from "@/cli/lib/log";
import type { Paths } from "@/cli/lib/paths";
import { readServerFile } from "@/cli/lib/server-file";
import { ensurePlaceholder } from "@/cli/tls/placeholder";
import { stackServices } from "@/lib/stack/services";
import { readStack } from "./read-stack";
import { ensureSecrets } from "./secrets";

/** Host names as RFC 1123 has them; they go into generated files. */
const domainShape =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Writes what the stack shall be. Called again with other values it changes the description and keeps the secrets. */
export async function initProject(paths: Paths, input: InitInput) {
  const server = await readServerFile(paths);
  if (input.serverId !== server.serverId) {
    throw new Failure("wrong_server", `This is ${server.serverId}, not ${input.serverId}`);
  }
  if (!domainShape.test(input.domain))
    throw new Failure("invalid_input", "The domain is malformed", { exit: "usage" });
  await writeJson(paths.stackFile, input);
  // The domain may have been corrected after the server was created.
  if (input.domain !== server.domain) await writeJson(paths.serverFile, { ...server, domain: input.domain });
  const secrets = await ensureSecrets(paths);
  await ensurePlaceholder(paths, input.domain);
  const stack = await readStack(paths);
  log.info(`Initialised the stack of ${input.domain}`);
  return {
    domain: input.domain,
    services: stackServices(stack).map((service) => service.name),
    credentials: { hasuraAdminSecret: secrets.HASURA_GRAPHQL_ADMIN_SECRET },
  };
}
