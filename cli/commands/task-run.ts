import { command } from "@/cli/command";
import { taskReportSchema } from "@/cli/contract/task";
import { Failure } from "@/cli/lib/failure";
import { renderTask } from "@/cli/task/render-task";
import { startTask } from "@/cli/task/start-task";
import { taskFiles } from "@/cli/task/task-folder";
import { numberOption, waitForTask } from "@/cli/task/wait-for-task";

export default command({
  name: "task run",
  summary: "Run a command of nself detached from this connection, once",
  args: [
    { name: "<id>", about: "the task's name" },
    { name: "[command...]", about: "after --: the arguments of nself" },
  ],
  options: [{ flags: "--wait <seconds>", about: "answer as soon as it ended, at the latest then" }],
  output: taskReportSchema,
  run: async ({ paths, arg, list, option, readInput }) => {
    const waitSeconds = numberOption("wait", option("wait"), 600);
    const files = taskFiles(paths, arg("id"));
    const words = list("command");
    if (words.length === 0 || words[0] === "task" || words[0] === "agent" || words[0] === "gateway") {
      throw new Failure("usage", "Say which command to run after --", { exit: "usage" });
    }
    await startTask(paths, files, arg("id"), {
      command: words,
      standardInput: process.stdin.isTTY ? "" : await readInput(),
    });
    return await waitForTask(files, arg("id"), { from: 0, waitSeconds });
  },
  render: renderTask,
});
