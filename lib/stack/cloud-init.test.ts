// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose and of the shell

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { renderArchiveScript } from "./archive-script";
import { type CloudInitInput, renderCloudInit, userDataLimitBytes } from "./cloud-init";
import { renderInstallScript } from "./install-script";

const input: CloudInitInput = {
  serverId: "srv_01TEST",
  domain: "acme.cloud.nself.org",
  controlPlaneUrl: "https://cloud.nself.org/",
  registryUrl: "https://cloud.nself.org/api/registry",
  registryPublicKey: "MCowBQYDK2VwAyEA",
  enrolToken: "enr_abc123",
  adminKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 control plane"],
};
interface Config {
  write_files: { path: string; content: string; permissions: string }[];
  runcmd: string[];
}
const config = parse(renderCloudInit(input)) as Config;
const contentOf = (name: string) => config.write_files.find((file) => file.path === name)?.content ?? "";

function inFolder(files: Record<string, string>, argv: (folder: string) => [string, ...string[]]): void {
  const folder = mkdtempSync("/var/tmp/nself-cloud-init-");
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const [program, ...args] = argv(folder);
    execFileSync(program, args, { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("user_data starts as cloud-init expects and fits Hetzner's limit by far", () => {
  const text = renderCloudInit(input);
  expect(text.startsWith("#cloud-config\n")).toBe(true);
  expect(Buffer.byteLength(text)).toBeLessThan(userDataLimitBytes / 2);
});

test("the server learns who it is, without a secret but the one-time token", () => {
  expect(JSON.parse(contentOf("/etc/nself/server.json"))).toEqual({
    serverId: input.serverId,
    domain: input.domain,
    controlPlaneUrl: "https://cloud.nself.org",
    registryUrl: input.registryUrl,
    registryPublicKey: input.registryPublicKey,
  });
  const token = config.write_files.find((file) => file.path === "/etc/nself/enrol-token");
  expect(token).toMatchObject({ content: input.enrolToken, permissions: "0600" });
});

test("every absolute path of the bootstrap is below the machine's root", () => {
  const script = contentOf("/usr/local/lib/nself/bootstrap.sh").split("\n").slice(1);
  for (const line of script.filter((entry) => !entry.trim().startsWith("#"))) {
    for (const [, before = ""] of line.matchAll(/(.{0,5})(?<![\w}./:$-])\/(?:etc|usr|var|opt|run)\//g)) {
      expect(before.endsWith("$root"), line).toBe(true);
    }
  }
  expect(config.runcmd[0]).toContain('"${NSELF_ROOT:-}/usr/local/lib/nself/bootstrap.sh"');
});

test.each([
  ["serverId", "srv_1'; reboot; '"],
  ["controlPlaneUrl", "https://x/$(id)"],
  ["domain", "a b"],
  ["enrolToken", "a\nb"],
  ["registryPublicKey", "`id`"],
])("a %s that could break out is refused", (name, value) => {
  expect(() => renderCloudInit({ ...input, [name]: value })).toThrow(name);
});

test.skipIf(!existsSync("/usr/bin/cloud-init"))(
  "cloud-init accepts user_data (skipped where it is not installed)",
  () => {
    inFolder({ "user-data": renderCloudInit(input) }, (folder) => [
      "cloud-init",
      "schema",
      "-c",
      path.join(folder, "user-data"),
    ]);
  },
);

test.skipIf(!existsSync("/usr/bin/shellcheck"))(
  "shellcheck finds nothing in the scripts (skipped where it is not installed)",
  () => {
    const files = {
      "bootstrap.sh": contentOf("/usr/local/lib/nself/bootstrap.sh"),
      "install.sh": renderInstallScript({
        baseUrl: "https://cloud.nself.org",
        sha256: "0".repeat(64),
        version: "0.1.0",
      }),
      "archive.sh": renderArchiveScript(),
    };
    inFolder(files, () => ["shellcheck", "-s", "sh", ...Object.keys(files)]);
  },
);
