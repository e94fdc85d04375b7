import { command } from "@/cli/command";
import { builtSchema } from "@/cli/contract/server";
import { log } from "@/cli/lib/log";
import { buildProject } from "@/cli/project/build-project";

export default command({
  name: "build",
  summary: "Write docker-compose.yml, nginx and the environment from the stack description",
  exclusive: true,
  output: builtSchema,
  run: async ({ paths }) => {
    const built = await buildProject(paths);
    log.info(
      built.changed ? `Built ${built.files.length} files` : "Nothing to build, all files are up to date",
    );
    return built;
  },
  render: (data) => (data.changed ? `Built ${data.files.length} files` : "Up to date"),
});
