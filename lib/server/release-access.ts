import { deleteSshKey } from "@/lib/cloud/delete-ssh-key";
import { findSshKey } from "@/lib/cloud/find-ssh-key";
import { db } from "@/lib/db";
import type { ReceiptItem } from "@/lib/job/job-schemas";
import type { Server } from "@/prisma/client/client";
import { recordReleased } from "./ledger";
import { sshKeyName } from "./server-names";

/** Deletes the server's SSH key at the provider and forgets every secret of the server that we hold. */
export async function releaseAccess(server: Server): Promise<ReceiptItem[]> {
  const name = sshKeyName(server.id);
  const key = await findSshKey(name);
  const outcome = key ? await deleteSshKey(key.providerId) : "not_found";
  await db().$transaction(async (tx) => {
    await recordReleased(tx, server.id, "ssh_key");
    await tx.server.update({ where: { id: server.id }, data: { sshPrivateKey: null, adminSecret: null } });
    await tx.enrolToken.deleteMany({ where: { serverId: server.id } });
    await tx.welcomeLink.deleteMany({ where: { serverId: server.id } });
  });
  const certificate = await db().certificate.findFirst({
    where: { serverId: server.id, certificatePem: { not: null } },
  });
  const receipt: ReceiptItem[] = [{ kind: "ssh_key", name, outcome, detail: null }];
  if (certificate) {
    const detail = "its key went with the server; it ends by itself";
    receipt.push({ kind: "certificate", name: certificate.domain, outcome: "kept", detail });
  }
  return receipt;
}
