import { command } from "@/cli/command";
import { maintenanceSchema } from "@/cli/contract/backup";
import { readMaintenance, setMaintenance } from "@/cli/lib/maintenance";

export default command({
  name: "maintenance on",
  summary: "Answer 503 to everything but health",
  output: maintenanceSchema,
  run: async ({ paths }) => {
    await setMaintenance(paths, true);
    return await readMaintenance(paths);
  },
  render: (data) => (data.maintenance ? `Maintenance since ${data.since}` : "No maintenance"),
});
