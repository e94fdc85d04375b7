import { command } from "@/cli/command";
import { doctorSchema } from "@/cli/contract/server";
import { examine } from "@/cli/health/examine";

const marks = { ok: "✓", warn: "!", fail: "✗" };

export default command({
  name: "doctor",
  summary: "Look for what is wrong and say how to mend it",
  output: doctorSchema,
  run: async ({ paths }) => ({ checks: await examine(paths) }),
  render: (data) =>
    data.checks
      .map(
        (check) =>
          `${marks[check.status]} ${check.name}: ${check.detail}${check.fix ? ` → ${check.fix}` : ""}`,
      )
      .join("\n"),
});
