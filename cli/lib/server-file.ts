import { type ServerFile, serverFileSchema } from "@/cli/contract/server";
import { Failure } from "./failure";
import { readJson } from "./files";
import type { Paths } from "./paths";

export async function readServerFile(paths: Paths): Promise<ServerFile> {
  const server = await readJson(paths.serverFile, serverFileSchema);
  if (server) return server;
  throw new Failure("not_a_server", `${paths.serverFile} is missing`, {
    hint: "The file is written when the server is created.",
  });
}
