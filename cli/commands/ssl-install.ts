import { command } from "@/cli/command";
import { certificateReportSchema } from "@/cli/contract/server";
import { log } from "@/cli/lib/log";
import { readServerFile } from "@/cli/lib/server-file";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { installCertificate } from "@/cli/tls/install-certificate";

export default command({
  name: "ssl install",
  summary: "Install a certificate chain (PEM on standard input) and prove that it is served",
  exclusive: true,
  output: certificateReportSchema,
  run: async ({ paths, readInput }) => {
    const { domain } = await readServerFile(paths);
    const runtime = await chooseRuntime(paths);
    const report = await installCertificate(paths, { pem: await readInput(), domain, runtime });
    log.info(`Installed a certificate for ${report.names.join(", ")}, valid until ${report.notAfter}`);
    return report;
  },
  render: (data) => `${data.names.join(", ")} until ${data.notAfter}`,
});
