import { command } from "@/cli/command";
import { maintenanceSchema } from "@/cli/contract/backup";
import { readMaintenance, setMaintenance } from "@/cli/lib/maintenance";

export default command({
  name: "maintenance off",
  summary: "Let traffic in again",
  output: maintenanceSchema,
  run: async ({ paths }) => {
    await setMaintenance(paths, false);
    return await readMaintenance(paths);
  },
  render: (data) => (data.maintenance ? `Maintenance since ${data.since}` : "No maintenance"),
});
