import { exitCodes } from "@/cli/contract/envelope";
import { dispatch } from "@/cli/dispatch";
import { asFailure, Failure } from "@/cli/lib/failure";
import { log } from "@/cli/lib/log";
import { pathsBelow } from "@/cli/lib/paths";
import { finishTask } from "@/cli/task/finish-task";

/** commander's errors carry its own code and the exit code it would use. */
function isCommanderError(error: unknown): error is Error & { code: string; exitCode: number } {
  return error instanceof Error && "code" in error && String(error.code).startsWith("commander.");
}

function toFailure(error: unknown): Failure {
  if (isCommanderError(error)) {
    return new Failure("usage", error.message.replace(/^error: /, ""), {
      exit: "usage",
      hint: "nself --help",
    });
  }
  return asFailure(error);
}

async function main(argv: string[]): Promise<number> {
  const json = (argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv).includes("--json");
  const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  try {
    const outcome = await dispatch(argv, pathsBelow(process.env.NSELF_ROOT || "/"));
    if (outcome.json) print({ ok: true, data: outcome.data });
    else if (outcome.text) process.stdout.write(`${outcome.text}\n`);
    return exitCodes.ok;
  } catch (error) {
    if (isCommanderError(error) && error.exitCode === 0) return exitCodes.ok;
    const failure = toFailure(error);
    if (failure.code === "internal" && process.env.NSELF_DEBUG) log.error(String(failure.cause));
    if (json) print({ ok: false, error: failure.toError() });
    else process.stderr.write(`nself: ${failure.message}\n${failure.hint ? `  ${failure.hint}\n` : ""}`);
    return exitCodes[failure.exit];
  }
}

// Programs that this command starts are not the task.
const taskFolder = process.env.NSELF_TASK_FOLDER;
delete process.env.NSELF_TASK_FOLDER;

main(process.argv.slice(2)).then((exitCode) => {
  // The envelope has to be out before the task counts as ended; idle connections must not keep us.
  process.stdout.write("", () => {
    if (taskFolder) finishTask(taskFolder, exitCode);
    process.exit(exitCode);
  });
});
