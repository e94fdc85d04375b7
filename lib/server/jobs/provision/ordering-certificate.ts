import type { StepContext, StepResult } from "@/lib/job/step";
import { orderCertificate } from "@/lib/server/order-certificate";

/** Work ahead of `configuring_ssl`: the certificate is ordered while the server is being set up. */
export async function orderingCertificate({ server, log }: StepContext): Promise<StepResult> {
  if (!server.enrolledAt) return { kind: "wait", seconds: 5 };
  // After a change of subdomain the request of the enrolment is void; configuring_ssl asks the server for a new one.
  if (!server.csr) return { kind: "done" };
  const certificate = await orderCertificate(server, server.csr);
  if (!certificate) return { kind: "wait", seconds: 2 };
  await log(`The certificate for ${server.domain} and *.${server.domain} is issued`);
  return { kind: "done" };
}
