import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sandboxCloudflareToken } from "@/sandbox/cloudflare/create-cloudflare";
import { zoneIdOf } from "@/sandbox/cloudflare/describe-zone";
import { type Sandbox, startSandbox } from "@/sandbox/start-sandbox";

const certbot = "/usr/bin/certbot";
const folder = mkdtempSync(join(tmpdir(), "sandbox-certbot-"));
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: join(folder, "data") });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

/** Puts the validation that certbot asks for into the zone, as its manual hook. */
const hook = `
const answer = await fetch(process.env.RECORDS_URL, {
  method: "POST",
  headers: { authorization: "Bearer " + process.env.RECORDS_TOKEN },
  body: JSON.stringify({
    type: "TXT",
    name: "_acme-challenge." + process.env.CERTBOT_DOMAIN.replace("*.", ""),
    content: process.env.CERTBOT_VALIDATION,
    ttl: 60,
  }),
});
if (!answer.ok) throw new Error(await answer.text());
`;

test.skipIf(!existsSync(certbot))(
  "Debian's certbot gets and revokes a wildcard certificate (skipped where it is not installed)",
  async () => {
    const hookFile = join(folder, "hook.mjs");
    writeFileSync(hookFile, hook);
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      HOME: folder,
      REQUESTS_CA_BUNDLE: sandbox.caFile,
      RECORDS_URL: `${sandbox.cloudflareUrl}/zones/${zoneIdOf("sandbox.localhost")}/dns_records`,
      RECORDS_TOKEN: sandboxCloudflareToken,
    };
    const folders = ["config", "work", "logs"].flatMap((name) => [`--${name}-dir`, join(folder, name)]);
    const common = ["--server", sandbox.acmeDirectoryUrl, "--non-interactive", ...folders];
    const names = ["-d", "bot.sandbox.localhost", "-d", "*.bot.sandbox.localhost"];
    const manual = [
      "--manual",
      "--preferred-challenges",
      "dns",
      "--manual-auth-hook",
      `${process.execPath} ${hookFile}`,
    ];
    const account = ["--agree-tos", "-m", "ops@example.com", "--no-eff-email"];
    const run = promisify(execFile);
    await run(certbot, ["certonly", ...common, ...manual, ...account, ...names], { env });
    const chain = join(folder, "config", "live", "bot.sandbox.localhost", "fullchain.pem");
    const leaf = new X509Certificate(readFileSync(chain));
    expect(leaf.subjectAltName?.split(", ").sort()).toEqual([
      "DNS:*.bot.sandbox.localhost",
      "DNS:bot.sandbox.localhost",
    ]);
    const { stdout, stderr } = await run(
      certbot,
      ["revoke", ...common, "--cert-name", "bot.sandbox.localhost", "--delete-after-revoke"],
      { env },
    );
    expect(stdout + stderr).toContain("Congratulations");
  },
  60_000,
);
