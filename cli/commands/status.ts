import { command } from "@/cli/command";
import { statusSchema } from "@/cli/contract/server";
import { readHealth } from "@/cli/health/read-health";
import { renderServices } from "@/cli/health/render-services";
import { readServerFile } from "@/cli/lib/server-file";
import { nselfVersion } from "@/cli/lib/version";
import { publicEntry, readLedger } from "@/cli/plugin/ledger";
import { findStack } from "@/cli/project/read-stack";
import { chooseRuntime } from "@/cli/runtime/choose-runtime";
import { inspectCertificate } from "@/cli/tls/inspect";

export default command({
  name: "status",
  summary: "Say what is installed and how it is",
  output: statusSchema,
  run: async ({ paths }) => {
    const server = await readServerFile(paths);
    return {
      version: nselfVersion,
      runtime: (await chooseRuntime(paths)).kind,
      serverId: server.serverId,
      domain: server.domain,
      services: (await findStack(paths)) ? (await readHealth(paths)).services : [],
      plugins: (await readLedger(paths)).plugins.map(publicEntry),
      certificate: await inspectCertificate(paths),
    };
  },
  render: (data) =>
    `${data.serverId} ${data.domain} (nself ${data.version}, ${data.runtime})\n${renderServices(data.services)}`,
});
