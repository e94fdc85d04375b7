import { Failure } from "@/cli/lib/failure";
import type { Paths } from "@/cli/lib/paths";
import { pluginServiceName, stackServices } from "@/lib/stack/services";
import { readStack } from "./read-stack";

/** The service that somebody typed, a plugin by its own name too; `besides` are names that this command knows more. */
export async function findService(paths: Paths, typed: string, besides: string[] = []): Promise<string> {
  const names = [...besides, ...stackServices(await readStack(paths)).map((service) => service.name)];
  const found = [typed, pluginServiceName(typed)].find((name) => names.includes(name));
  if (found) return found;
  throw new Failure("unknown_service", `There is no service ${typed}`, {
    exit: "usage",
    hint: `One of ${names.join(", ")}`,
  });
}
