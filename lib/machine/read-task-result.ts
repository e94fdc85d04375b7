import { z } from "zod";
import { envelopeSchema } from "@/cli/contract/envelope";
import type { TaskReport } from "@/cli/contract/task";
import { AppError } from "@/lib/errors";
import { redactLine } from "@/lib/redact";
import { commandFailure } from "./command-errors";

/**
 * What a task that ended has to say: its data, or its failure thrown as an AppError like a command's own. A task that failed
 * without an answer (killed, power cut) is `command_failed` with the end of its log.
 */
export function readTaskResult<S extends z.ZodType>(report: TaskReport, schema: S): z.infer<S> {
  const command = `task ${report.id}`;
  const envelope = envelopeSchema(schema).safeParse(report.result);
  if (envelope.success && !envelope.data.ok)
    throw commandFailure(command, report.exitCode, envelope.data.error);
  if (envelope.success && envelope.data.ok && report.status === "succeeded") return envelope.data.data;
  const lastLine = redactLine(report.log.at(-1) ?? "", 500);
  const why = envelope.success ? `status ${report.status}` : z.prettifyError(envelope.error);
  throw new AppError("command_failed", {
    public: lastLine ? `A command on the server failed: ${lastLine}` : undefined,
    internal: `${command}: exit ${report.exitCode}: ${why}`,
  });
}
