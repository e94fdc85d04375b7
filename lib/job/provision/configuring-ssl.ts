import { builtSchema, certificateReportSchema, csrSchema, startedSchema } from "@/cli/contract/server";
import { now } from "@/lib/clock";
import { runServerTask } from "@/lib/job/run-server-task";
import type { StepContext, StepResult } from "@/lib/job/step";
import { runNself } from "@/lib/machine/run-nself";
import { machineOfServer } from "@/lib/server/machine-of-server";
import { orderCertificate } from "@/lib/server/order-certificate";

/**
 * `nself build`, start on a placeholder certificate, then swap in the real one. The swap is verified on the server by a TLS
 * handshake that must show the leaf just installed.
 */
export async function configuringSsl(context: StepContext): Promise<StepResult> {
  const { server, log } = context;
  const built = await runServerTask(context, { name: "build", args: ["build"], schema: builtSchema });
  if (!built) return { kind: "wait", seconds: 1 };
  const started = await runServerTask(context, { name: "start", args: ["start"], schema: startedSchema });
  if (!started) return { kind: "wait", seconds: 1, note: "The services are starting" };

  const target = machineOfServer(server);
  const { csr } = await runNself(target, ["ssl", "csr", "--domain", server.domain], csrSchema);
  const certificate = await orderCertificate(server, csr);
  if (!certificate?.certificatePem)
    return { kind: "wait", seconds: 2, note: "Waiting for the certificate authority" };

  const installed = await runNself(target, ["ssl", "install"], certificateReportSchema, {
    stdin: certificate.certificatePem,
  });
  await log(`${installed.issuer} certifies ${installed.names.join(", ")} until ${installed.notAfter}`);
  return {
    kind: "done",
    commit: async (tx) => {
      await tx.certificate.update({
        where: { id: certificate.id },
        data: { installedAt: now(), notAfter: installed.notAfter, fingerprint: installed.fingerprint },
      });
    },
  };
}
