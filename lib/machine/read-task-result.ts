import type { z } from "zod";
import type { TaskReport } from "@/cli/contract/task";
import { AppError } from "@/lib/errors";
import { redactLine } from "@/lib/redact";
import { commandFailure } from "./command-errors";
import { parseEnvelope } from "./parse-envelope";

/**
 * What a task that ended has to say: its data, or its failure thrown as an AppError like a command's own. A task that failed
 * without an answer (killed, power cut) is `command_failed` with the end of its log.
 */
export function readTaskResult<S extends z.ZodType>(report: TaskReport, schema: S): z.infer<S> {
  const command = `task ${report.id}`;
  const envelope = parseEnvelope(schema, report.result);
  if (envelope.kind === "error") throw commandFailure(command, report.exitCode, envelope.error);
  if (envelope.kind === "data" && report.status === "succeeded") return envelope.data;
  const lastLine = redactLine(report.log.at(-1) ?? "", 500);
  const why = envelope.kind === "malformed" ? envelope.why : `status ${report.status}`;
  throw new AppError("command_failed", {
    public: lastLine ? `A command on the server failed: ${lastLine}` : undefined,
    internal: `${command}: exit ${report.exitCode}: ${why}`,
  });
}
