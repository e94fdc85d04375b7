import { command } from "@/cli/command";
import { enrolledSchema } from "@/cli/contract/server";
import { enrolServer } from "@/cli/project/enrol-server";

export default command({
  name: "enrol",
  summary: "Report this server's host key and certificate request to the control plane, once",
  exclusive: true,
  output: enrolledSchema,
  run: ({ paths }) => enrolServer(paths),
  render: (data) => `Enrolled as ${data.serverId} with host key ${data.hostKeyFingerprint}`,
});
