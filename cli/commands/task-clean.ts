import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { command } from "@/cli/command";
import { taskCleanedSchema } from "@/cli/contract/task";
import { Failure } from "@/cli/lib/failure";
import { withLock } from "@/cli/lib/lock";
import { readTask } from "@/cli/task/read-task";
import { taskFiles } from "@/cli/task/task-folder";

export default command({
  name: "task clean",
  summary: "Forget a task that ended",
  args: [{ name: "<id>", about: "the task's name" }],
  output: taskCleanedSchema,
  run: async ({ paths, arg }) => {
    const id = arg("id");
    const files = taskFiles(paths, id);
    return await withLock(files.lock, 15_000, async () => {
      const { status } = await readTask(files, id, 0);
      if (status === "running") throw new Failure("task_running", `${id} is running`, { exit: "tryLater" });
      const cleaned = existsSync(files.folder);
      await rm(files.folder, { recursive: true, force: true });
      return { id, cleaned };
    });
  },
  render: (data) => (data.cleaned ? `Forgot ${data.id}` : `There was no task ${data.id}`),
});
