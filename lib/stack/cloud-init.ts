import { stringify } from "yaml";
import { renderBootstrapScript } from "./bootstrap-script";
import { renderAgentUnit, renderStackUnit } from "./systemd-units";

/** Hetzner refuses more (API reference, "Create a Server": user_data). */
export const userDataLimitBytes = 32 * 1024;

const shapes = {
  serverId: /^[a-z]+_[A-Za-z0-9]+$/,
  domain: /^[a-z0-9.-]+$/,
  url: /^https?:\/\/[A-Za-z0-9.:[\]_-]+(\/[A-Za-z0-9._~/-]*)?$/,
  base64: /^[A-Za-z0-9+/=]+$/,
  token: /^[A-Za-z0-9._~+/=-]+$/,
  key: /^(ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [^\n\r]*)?$/,
};

function check(name: string, value: string, shape: RegExp): string {
  if (!shape.test(value)) throw new Error(`cloud-init: ${name} is not acceptable`);
  return value;
}

export interface CloudInitInput {
  serverId: string;
  domain: string;
  controlPlaneUrl: string;
  registryUrl: string;
  /** Ed25519 SPKI in base64. */
  registryPublicKey: string;
  /** Single use and short-lived: the only secret-like thing in user_data. */
  enrolToken: string;
  /** OpenSSH public keys for root. */
  adminKeys: string[];
}

/**
 * user_data of a new server. Writes what the server knows of itself and one script, and runs that.
 * Throws when a value could break out of the script or the whole exceeds 32 KiB.
 */
export function renderCloudInit(input: CloudInitInput): string {
  const server = {
    serverId: check("serverId", input.serverId, shapes.serverId),
    domain: check("domain", input.domain, shapes.domain),
    controlPlaneUrl: check("controlPlaneUrl", input.controlPlaneUrl.replace(/\/+$/, ""), shapes.url),
    registryUrl: check("registryUrl", input.registryUrl.replace(/\/+$/, ""), shapes.url),
    registryPublicKey: check("registryPublicKey", input.registryPublicKey, shapes.base64),
  };
  const file = (path: string, content: string, permissions: string) => ({ path, content, permissions });
  const config = {
    disable_root: false,
    ssh_pwauth: false,
    ssh_authorized_keys: input.adminKeys.map((key) => check("adminKeys", key.trim(), shapes.key)),
    package_update: true,
    packages: ["nodejs", "docker.io", "docker-compose-v2", "curl", "ca-certificates", "unattended-upgrades"],
    write_files: [
      file("/etc/nself/server.json", `${JSON.stringify(server, null, 2)}\n`, "0644"),
      file("/etc/nself/enrol-token", check("enrolToken", input.enrolToken, shapes.token), "0600"),
      file("/etc/systemd/system/nself-agent.service", renderAgentUnit(), "0644"),
      file("/etc/systemd/system/nself-stack.service", renderStackUnit(), "0644"),
      file(
        "/etc/apt/apt.conf.d/20auto-upgrades",
        'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n',
        "0644",
      ),
      file("/usr/local/lib/nself/bootstrap.sh", renderBootstrapScript(server), "0755"),
    ],
    runcmd: [`sh -c 'sh "\${NSELF_ROOT:-}/usr/local/lib/nself/bootstrap.sh"'`],
    final_message: "nself: cloud-init finished after $UPTIME seconds",
  };
  const text = `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
  if (new TextEncoder().encode(text).length >= userDataLimitBytes) {
    throw new Error("cloud-init: user_data would exceed 32 KiB");
  }
  return text;
}
