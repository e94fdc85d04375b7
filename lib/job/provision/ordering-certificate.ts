import type { StepContext, StepResult } from "@/lib/job/step";
import { orderCertificate } from "@/lib/server/order-certificate";

/** Work ahead of `configuring_ssl`: the certificate is ordered while the server is being set up. */
export async function orderingCertificate({ server, log }: StepContext): Promise<StepResult> {
  if (!server.enrolledAt || !server.csr) return { kind: "wait", seconds: 5 };
  const certificate = await orderCertificate(server, server.csr);
  if (!certificate) return { kind: "wait", seconds: 2 };
  await log(`The certificate for ${server.domain} and *.${server.domain} is issued`);
  return { kind: "done" };
}
