import { Failure } from "@/cli/lib/failure";
import { readText, writeFileAtomically } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { waitUntil } from "@/cli/lib/wait-until";
import type { Runtime } from "@/cli/runtime/runtime";
import { checkChain } from "./check-chain";
import { type CertificateReport, fingerprintOf, parseChain, reportOf } from "./inspect";
import { ensureTlsKey } from "./key";
import { servedLeaf } from "./served-leaf";

/**
 * Checks a chain, swaps it in and proves by a handshake that it is what is served. When it is not, the former chain comes back.
 * A stack that does not run serves it from its next start.
 */
export async function installCertificate(
  paths: Paths,
  input: { pem: string; domain: string; runtime: Runtime },
): Promise<CertificateReport> {
  const chain = parseChain(input.pem);
  const leaf = checkChain(chain, await ensureTlsKey(paths), input.domain, new Date());
  const former = await readText(paths.tlsChain);
  await writeFileAtomically(paths.tlsChain, chain.map((entry) => `${entry.toString().trim()}\n`).join(""));

  if (await input.runtime.isRunning()) {
    const expected = fingerprintOf(leaf);
    const address = { host: "127.0.0.1", port: input.runtime.httpsPort };
    try {
      await input.runtime.reloadGateway();
      const served = await waitUntil(
        async () => (await servedLeaf(address, input.domain, 2000).catch(() => "")) === expected,
        { timeoutMs: 10_000, intervalMs: 20 },
      );
      if (!served)
        throw new Failure("certificate_not_served", "The gateway still serves another certificate");
    } catch (error) {
      if (former !== null) {
        await writeFileAtomically(paths.tlsChain, former);
        await input.runtime.reloadGateway().catch(() => {});
      }
      throw error;
    }
  }
  return reportOf(leaf);
}
