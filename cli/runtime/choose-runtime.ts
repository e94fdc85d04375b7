import { type MachineFile, readMachineFile } from "@/cli/lib/machine-file";
import type { Paths } from "@/cli/lib/paths";
import { composeRuntime } from "./compose/compose-runtime";
import { processRuntime } from "./process/process-runtime";
import type { Runtime } from "./runtime";

/** The machine's image decides (`/etc/nself/machine.json`); without a word from it, Docker Compose. */
export async function chooseRuntime(paths: Paths): Promise<Runtime> {
  const machine: MachineFile = await readMachineFile(paths);
  return machine.runtime === "process" ? processRuntime(paths, machine) : composeRuntime(paths);
}
