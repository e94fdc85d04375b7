import type { z } from "zod";
import { AppError } from "@/lib/errors";
import { redactLine } from "@/lib/redact";
import { commandFailure } from "./command-errors";
import type { MachineTarget } from "./machine-target";
import { parseEnvelope } from "./parse-envelope";
import { type CommandResult, runCommand } from "./run-command";

const defaultTimeoutMs = 60_000;

/**
 * Runs `nself <args> --json` and answers its parsed data. What the command refuses becomes an AppError with the command's
 * own message as public text; output that is not one well-formed envelope is `command_failed`, whatever the exit code, but a
 * command that was killed before it answered (memory, reboot) is `machine_busy`: every command may be run again.
 */
export async function runNself<S extends z.ZodType>(
  target: MachineTarget,
  args: string[],
  schema: S,
  options: { stdin?: string; timeoutMs?: number } = {},
): Promise<z.infer<S>> {
  const result = await runCommand(target, ["nself", ...withJson(args)], {
    stdin: options.stdin,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
  });
  const command = `nself ${args.slice(0, 2).join(" ")}`;
  const envelope = parseEnvelope(schema, parseJson(result.stdout));
  if (envelope.kind === "malformed") throw malformed(command, result, envelope.why);
  if (envelope.kind === "error") throw commandFailure(command, result.exitCode, envelope.error);
  if (result.exitCode !== 0) throw malformed(command, result, "ok, but a failing exit code");
  return envelope.data;
}

/** Options of a command stand before "--", which starts the arguments of the task it runs. */
function withJson(args: string[]): string[] {
  const end = args.indexOf("--");
  return end < 0 ? [...args, "--json"] : [...args.slice(0, end), "--json", ...args.slice(end)];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed(command: string, result: CommandResult, why: string): AppError {
  const tail = redactLine(result.stderr.trimEnd().slice(-500) || result.stdout.slice(0, 200), 500);
  const internal = `${command}: exit ${result.exitCode}: ${why}: ${tail}`;
  if (result.exitCode > 128)
    return new AppError("machine_busy", {
      public: "A command on the server was ended before it answered",
      internal,
    });
  return new AppError("command_failed", {
    public: "A command on the server gave no usable answer",
    internal,
  });
}
