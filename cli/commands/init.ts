import { z } from "zod";
import { command } from "@/cli/command";
import { initInputSchema, initialisedSchema } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { initProject } from "@/cli/project/init-project";

export default command({
  name: "init",
  summary: "Write the stack description (JSON on standard input) and make the secrets",
  exclusive: true,
  output: initialisedSchema,
  run: async ({ paths, readInput }) => {
    const text = await readInput();
    let input: unknown;
    try {
      input = JSON.parse(text);
    } catch {
      throw new Failure("invalid_input", "Standard input must be one JSON object", { exit: "usage" });
    }
    const parsed = initInputSchema.safeParse(input);
    if (!parsed.success) throw new Failure("invalid_input", z.prettifyError(parsed.error), { exit: "usage" });
    return await initProject(paths, parsed.data);
  },
  render: (data) => `Initialised ${data.domain} with ${data.services.join(", ")}`,
});
