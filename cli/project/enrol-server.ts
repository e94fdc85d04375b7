import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import type { Enrolment } from "@/cli/contract/server";
import { Failure, messageOf } from "@/cli/lib/failure";
import { readText, writeJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { readServerFile } from "@/cli/lib/server-file";
import { nselfVersion } from "@/cli/lib/version";
import { certificateRequest } from "@/cli/tls/certificate-request";

const requestTimeoutMs = 20_000;

async function readHostKey(paths: Paths): Promise<{ hostKey: string; fingerprint: string }> {
  const [type, data] = ((await readText(paths.sshHostKey)) ?? "").trim().split(/\s+/);
  if (type !== "ssh-ed25519" || !data) {
    throw new Failure("no_host_key", `${paths.sshHostKey} holds no ed25519 key`, { exit: "tryLater" });
  }
  // As ssh-keygen -l prints it.
  const digest = createHash("sha256").update(Buffer.from(data, "base64")).digest("base64");
  return { hostKey: `${type} ${data}`, fingerprint: `SHA256:${digest.replace(/=+$/, "")}` };
}

async function send(url: string, token: string, body: Enrolment): Promise<void> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(requestTimeoutMs),
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    await response.body?.cancel();
  } catch (error) {
    throw new Failure(
      "control_plane_unavailable",
      `The control plane cannot be reached: ${messageOf(error)}`,
      {
        exit: "tryLater",
        cause: error,
      },
    );
  }
  if (response.ok) return;
  if (response.status >= 500 || response.status === 429 || response.status === 408) {
    throw new Failure("control_plane_unavailable", `The control plane answered ${response.status}`, {
      exit: "tryLater",
    });
  }
  throw new Failure("enrolment_refused", `The control plane refused the enrolment (${response.status})`);
}

/** Reports the host key and a certificate request with the one-time token and deletes the token. Without a token it did so before. */
export async function enrolServer(paths: Paths): Promise<{ serverId: string; hostKeyFingerprint: string }> {
  const server = await readServerFile(paths);
  const { hostKey, fingerprint } = await readHostKey(paths);
  const enrolled = { serverId: server.serverId, hostKeyFingerprint: fingerprint };
  const token = (await readText(paths.enrolToken))?.trim();
  if (token) {
    const csr = await certificateRequest(paths, server.domain);
    const body = { serverId: server.serverId, hostKey, csr, nselfVersion };
    await send(`${server.controlPlaneUrl}/api/v1/enrolments`, token, body);
    await writeJson(paths.enrolled, enrolled);
    await rm(paths.enrolToken, { force: true });
  } else if ((await readText(paths.enrolled)) === null) {
    throw new Failure("no_enrol_token", `${paths.enrolToken} is missing and this server has never enrolled`);
  }
  return enrolled;
}
