import { command } from "@/cli/command";
import { certificateReportSchema } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { inspectCertificate } from "@/cli/tls/inspect";

export default command({
  name: "ssl status",
  summary: "Say which certificate is installed",
  output: certificateReportSchema,
  run: async ({ paths }) => {
    const report = await inspectCertificate(paths);
    if (!report) throw new Failure("no_certificate", "No certificate is installed", { hint: "nself build" });
    return report;
  },
  render: (data) =>
    `${data.names.join(", ")} until ${data.notAfter}${data.placeholder ? " (placeholder)" : ""}`,
});
