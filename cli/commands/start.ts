import { command } from "@/cli/command";
import { startedSchema } from "@/cli/contract/server";
import { renderServices } from "@/cli/health/render-services";
import { startStack } from "@/cli/project/start-stack";

export default command({
  name: "start",
  summary: "Start everything that is not running and wait until it answers",
  exclusive: true,
  output: startedSchema,
  run: ({ paths }) => startStack(paths),
  render: (data) => renderServices(data.services),
});
