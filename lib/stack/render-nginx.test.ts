import "reflect-metadata";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { X509CertificateGenerator } from "@peculiar/x509";
import { expect, test } from "vitest";
import { renderNginx } from "./render-nginx";
import { routeHosts, stackRoutes } from "./routes";
import { everything } from "./test-stacks";

const files = renderNginx(everything);
const sites = [...files].filter(([name]) => name.startsWith("sites/"));

test("there is one site for each route, and it names the route's hosts", () => {
  for (const route of stackRoutes(everything)) {
    const site = files.get(`sites/${route.label}.conf`);
    expect(site).toContain(`server_name ${routeHosts(route, everything.domain).join(" ")};`);
    expect(site).toContain(`set $upstream ${route.service}:${route.port};`);
    expect(site).toContain(`client_max_body_size ${route.bodyLimitMb}m;`);
  }
  expect(sites).toHaveLength(stackRoutes(everything).length + 1);
});

test("no upstream is named outside of a variable, so that nginx starts without it", () => {
  for (const [, text] of sites) {
    for (const [, target] of text.matchAll(/proxy_pass (\S+);/g)) {
      expect(["http://$upstream", "http://unix:/run/nself/agent.sock:/health"]).toContain(target);
    }
  }
});

test("every site of the domain answers /health from the agent", () => {
  for (const [, text] of sites) expect(text).toContain("location = /health {");
});

/** Any key and certificate: nginx reads them before it accepts a configuration. */
async function writePair(folder: string): Promise<void> {
  const signingAlgorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = (await crypto.subtle.generateKey(signingAlgorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=test",
    keys,
    signingAlgorithm,
  });
  const key = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  writeFileSync(
    path.join(folder, "privkey.pem"),
    `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  );
  writeFileSync(path.join(folder, "fullchain.pem"), certificate.toString("pem"));
}

const nginx = "/usr/sbin/nginx";
test.skipIf(!existsSync(nginx))(
  "nginx accepts the configuration (skipped where it is not installed)",
  async () => {
    const folder = mkdtempSync("/var/tmp/nself-nginx-");
    try {
      await writePair(folder);
      for (const [name, text] of files) {
        const target = path.join(folder, name);
        mkdirSync(path.dirname(target), { recursive: true });
        const local = text
          .replaceAll("/etc/nginx/tls/", `${folder}/`)
          .replaceAll("/etc/nginx/sites/", `${folder}/sites/`)
          .replaceAll("/etc/nginx/conf.d/", `${folder}/conf.d/`)
          .replaceAll("/tmp/nginx.pid", `${folder}/nginx.pid`)
          .replaceAll("/dev/stdout", `${folder}/access.log`)
          .replaceAll("/dev/stderr", `${folder}/error.log`)
          .replaceAll("user nginx;", "")
          // Debian 12 has 1.22, which knows HTTP/2 by another word.
          .replaceAll("  http2 on;\n", "");
        writeFileSync(target, local);
      }
      execFileSync(nginx, [
        "-t",
        "-q",
        "-c",
        path.join(folder, "nginx.conf"),
        "-e",
        path.join(folder, "error.log"),
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
