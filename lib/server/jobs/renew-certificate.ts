import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { defineJobKind } from "@/lib/job/job-kind";
import type { JobRow } from "@/lib/job/job-view";
import { renewingCertificate } from "./renew-certificate/renewing-certificate";

/** A failed renewal comes again every day; from this long before the end on, people are told. */
const warningMs = 14 * 24 * 3_600_000;

export const renewCertificate = defineJobKind({
  name: "renew_certificate",
  exclusive: false,
  steps: {
    renewing_certificate: {
      title: "Renewing the certificate",
      expectedSeconds: 20,
      deadlineSeconds: 900,
      perform: renewingCertificate,
    },
  },
  title: "Renewing the certificate",
  subject: "The renewal of its certificate",
  permission: "server:operate",
  remedy: "The certificate that is there goes on serving. We try again every day; Retry tries at once.",
  audit: null,
  mark: null,
  refuseRetry: refuseWhenRenewedSince,
  tellsFailure: endsSoon,
});

/** No index keeps two renewals apart, and two would each order a certificate. */
async function refuseWhenRenewedSince({ serverId, kind, createdAt }: JobRow): Promise<void> {
  const later = await db().job.findFirst({ where: { serverId, kind, createdAt: { gt: createdAt } } });
  if (!later) return;
  throw new AppError("action_not_allowed", {
    public: "The certificate's renewal was tried again since.",
    hint: "The server's page shows how that went.",
  });
}

async function endsSoon({ serverId, server }: JobRow): Promise<boolean> {
  const certificate = await db().certificate.findUnique({
    where: { serverId_domain: { serverId, domain: server.domain } },
  });
  return certificate?.notAfter ? certificate.notAfter.getTime() - now().getTime() < warningMs : true;
}
