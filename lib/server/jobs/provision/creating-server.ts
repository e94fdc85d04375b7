import { inSeconds } from "@/lib/clock";
import { createCloudServer } from "@/lib/cloud/create-cloud-server";
import { ensureFirewall } from "@/lib/cloud/ensure-firewall";
import { ensureSshKey } from "@/lib/cloud/ensure-ssh-key";
import { newToken, seal, sha256 } from "@/lib/crypto";
import { env } from "@/lib/env";
import { done, type ServerWithPlugins, type StepContext, type StepResult } from "@/lib/job/step";
import { createSshKeyPair } from "@/lib/machine/create-key-pair";
import { registryPublicKey } from "@/lib/plugin/registry-key";
import { recordExternalId, recordIntent } from "@/lib/server/ledger";
import { cloudLabels, cloudServerName, firewallName, sshKeyName } from "@/lib/server/server-names";
import { renderCloudInit } from "@/lib/stack/cloud-init";

/**
 * SSH key and firewall, then the VPS. Repeating it finds what an earlier try made: by the name
 * derived from our id and by label, so that a creation whose answer was lost is adopted and not doubled.
 */
export async function creatingServer(context: StepContext): Promise<StepResult> {
  const { server, log, write } = context;
  const labels = cloudLabels(server);
  const publicKey = server.sshPublicKey ?? (await makeSshKey(context));
  const firewall = await ensureFirewall({ name: firewallName(), labels: sharedLabels(labels) });

  const keyEntry = {
    serverId: server.id,
    provider: "hetzner",
    kind: "ssh_key",
    name: sshKeyName(server.id),
  } as const;
  const vpsEntry = {
    serverId: server.id,
    provider: "hetzner",
    kind: "server",
    name: cloudServerName(server.id),
  } as const;
  if (!server.providerId) {
    await recordIntent(keyEntry);
    const sshKey = await ensureSshKey({ name: keyEntry.name, publicKey, labels });
    await recordIntent(vpsEntry);
    const enrolToken = await renewEnrolToken(context);
    const created = await createCloudServer({
      name: vpsEntry.name,
      location: server.location,
      serverType: server.serverType,
      image: server.image,
      userData: userData(server, enrolToken, publicKey),
      sshKeyId: sshKey.providerId,
      firewallId: firewall.providerId,
      labels,
    });
    const vps = created.server;
    await write(async (tx) => {
      await recordExternalId(tx, keyEntry, sshKey.providerId);
      await recordExternalId(tx, vpsEntry, vps.providerId);
      await tx.server.update({
        where: { id: server.id },
        data: {
          providerId: vps.providerId,
          actionIds: created.actionIds,
          ipv4: vps.ipv4,
          ipv6: vps.ipv6,
          sshPort: portLabel(vps.labels["nself-ssh-port"], 22),
          httpsPort: portLabel(vps.labels["nself-https-port"], 443),
        },
      });
    });
    const how = created.adopted ? "Found the server that an earlier try had created" : "Created the server";
    await log(`${how}: ${server.serverType} in ${server.location}${vps.ipv4 ? `, address ${vps.ipv4}` : ""}`);
  }
  return done;
}

async function makeSshKey({ server, write }: StepContext): Promise<string> {
  const pair = createSshKeyPair(`nself-cloud ${server.id}`);
  const sshPrivateKey = seal(pair.privateKey, `Server.sshPrivateKey.${server.id}`);
  await write((tx) =>
    tx.server.update({ where: { id: server.id }, data: { sshPublicKey: pair.publicKey, sshPrivateKey } }),
  );
  return pair.publicKey;
}

/**
 * The token is kept as a hash only, so each try to create makes a new one. When a lost try had created the server, that
 * server holds an older token: the hashes of earlier tries stay valid until they expire.
 */
async function renewEnrolToken({ server, write }: StepContext): Promise<string> {
  const token = newToken("enrol_");
  await write((tx) =>
    tx.enrolToken.create({
      data: {
        tokenHash: sha256(token),
        serverId: server.id,
        expiresAt: inSeconds(env().ENROL_TOKEN_SECONDS),
      },
    }),
  );
  return token;
}

function userData(server: ServerWithPlugins, enrolToken: string, publicKey: string): string {
  const { APP_URL } = env();
  return renderCloudInit({
    serverId: server.id,
    domain: server.domain,
    controlPlaneUrl: APP_URL,
    registryUrl: `${APP_URL}/api/registry`,
    registryPublicKey: registryPublicKey(),
    enrolToken,
    adminKeys: [publicKey],
  });
}

function sharedLabels(labels: Record<string, string>): Record<string, string> {
  const { "nself-server": _server, "nself-subdomain": _subdomain, ...shared } = labels;
  return shared;
}

function portLabel(value: string | undefined, fallback: number): number {
  const port = Number(value);
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : fallback;
}
