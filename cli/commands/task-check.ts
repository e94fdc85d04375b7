import { command } from "@/cli/command";
import { taskReportSchema } from "@/cli/contract/task";
import { renderTask } from "@/cli/task/render-task";
import { taskFiles } from "@/cli/task/task-folder";
import { numberOption, waitForTask } from "@/cli/task/wait-for-task";

export default command({
  name: "task check",
  summary: "Say how a task stands",
  args: [{ name: "<id>", about: "the task's name" }],
  options: [
    { flags: "--from <offset>", about: "the nextOffset of the last answer" },
    { flags: "--wait <seconds>", about: "answer as soon as it ended, at the latest then" },
  ],
  output: taskReportSchema,
  run: async ({ paths, arg, option }) =>
    await waitForTask(taskFiles(paths, arg("id")), arg("id"), {
      from: numberOption("from", option("from"), Number.MAX_SAFE_INTEGER),
      waitSeconds: numberOption("wait", option("wait"), 600),
    }),
  render: renderTask,
});
