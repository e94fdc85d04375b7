import { command } from "@/cli/command";
import { csrSchema } from "@/cli/contract/server";
import { readServerFile } from "@/cli/lib/server-file";
import { certificateRequest } from "@/cli/tls/certificate-request";

export default command({
  name: "ssl csr",
  summary: "Print a certificate request for the domain and its wildcard",
  options: [{ flags: "--domain <domain>", about: "another domain than the server's" }],
  exclusive: true,
  output: csrSchema,
  run: async ({ paths, option }) => {
    const domain = option("domain") ?? (await readServerFile(paths)).domain;
    return { domain, csr: await certificateRequest(paths, domain) };
  },
  render: (data) => data.csr.trim(),
});
