import { command } from "@/cli/command";
import { serverDrillSchema } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { writeJson } from "@/cli/lib/files";
import { drillHere, promisedSeconds } from "@/cli/restore/drill-here";

export default command({
  name: "dr drill",
  summary: "Rehearse a recovery beside what serves, and measure it",
  options: [
    {
      flags: "--scenario <scenario>",
      about: "full-restore, database-corruption (the default) or bad-deploy",
    },
    { flags: "--output <file>", about: "write the report to a file, too" },
  ],
  output: serverDrillSchema,
  run: async ({ paths, option }) => {
    const scenario = serverDrillSchema.shape.scenario.safeParse(option("scenario") ?? "database-corruption");
    if (!scenario.success) {
      throw new Failure("invalid_input", "The scenario is full-restore, database-corruption or bad-deploy", {
        exit: "usage",
      });
    }
    const drill = await drillHere(paths, scenario.data);
    const file = option("output");
    if (file) await writeJson(file, drill);
    return drill;
  },
  render: (drill) =>
    [
      `Drill ${drill.scenario}: ${drill.passed ? "PASS" : "FAIL"}`,
      `Back after ${drill.rtoSeconds} s; promised are ${promisedSeconds[drill.scenario]} s`,
      ...drill.checks.map(({ name, status, detail }) => `${name}: ${status} (${detail})`),
    ].join("\n"),
});
