import type { SandboxContext } from "@/sandbox/context";
import type { Machines } from "@/sandbox/machine/machines";
import type { Actions } from "./actions";
import type { Project } from "./project";
import type { Sentinels } from "./sentinels";

/** What every use case of the provider works on. */
export interface Hetzner {
  context: SandboxContext;
  project: Project;
  actions: Actions;
  machines: Machines;
  sentinels: Sentinels;
  /** More servers are `resource_limit_exceeded`. */
  serverLimit: number;
}
