import { X509Certificate } from "node:crypto";
import { certificateReportSchema, csrSchema } from "@/cli/contract/server";
import { now } from "@/lib/clock";
import type { StepContext, StepResult } from "@/lib/job/step";
import { machineOfServer } from "@/lib/machine/machine-of-server";
import { runNself } from "@/lib/machine/run-nself";
import { orderCertificate } from "@/lib/server/order-certificate";
import { renewalTime } from "@/lib/server/renewal-time";

/**
 * Orders the certificate that the server asks for, unless a fresh one is there already, and installs it. The swap is verified on
 * the server by a TLS handshake that must show the leaf just installed.
 */
export async function obtainCertificate({ server, log }: StepContext): Promise<StepResult> {
  const target = machineOfServer(server);
  const { csr } = await runNself(target, ["ssl", "csr", "--domain", server.domain], csrSchema);
  const certificate = await orderCertificate(server, csr);
  const issued = certificate?.certificatePem;
  if (!issued) return { kind: "wait", seconds: 2, note: "Waiting for the certificate authority" };

  const installed = await runNself(target, ["ssl", "install"], certificateReportSchema, { stdin: issued });
  await log(`${installed.issuer} certifies ${installed.names.join(", ")} until ${installed.notAfter}`);
  return {
    kind: "done",
    commit: async (tx) => {
      const { notAfter, fingerprint } = installed;
      await tx.certificate.update({
        where: { id: certificate.id },
        data: {
          installedAt: now(),
          notAfter,
          renewAt: renewalTime(new X509Certificate(issued)),
          fingerprint,
        },
      });
    },
  };
}
