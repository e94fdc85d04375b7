import { command } from "@/cli/command";
import { healthReportSchema } from "@/cli/contract/server";
import { readHealth } from "@/cli/health/read-health";
import { renderServices } from "@/cli/health/render-services";

export default command({
  name: "health",
  summary: "Ask every service and say how it answers",
  output: healthReportSchema,
  run: ({ paths }) => readHealth(paths),
  render: (data) => `${data.domain} is ${data.status}\n${renderServices(data.services)}`,
});
