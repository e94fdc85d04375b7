import "reflect-metadata";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pathsBelow } from "@/cli/lib/paths";
import type { Runtime } from "@/cli/runtime/runtime";
import { installCertificate } from "./install-certificate";
import { ensureTlsKey } from "./key";
import { ensurePlaceholder } from "./placeholder";
import { signingAlgorithm, toKeyPair } from "./web-crypto";

const domain = "acme.sandbox.localhost";
let root: string;
beforeEach(async () => {
  root = await mkdtemp("/var/tmp/nself-tls-");
});
afterEach(() => rm(root, { recursive: true }));

/** Self-signed by the server's own key: it fits key, names and time, which is all that is asked. */
async function certificateFor(keyFile: string): Promise<string> {
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=real",
    keys: await toKeyPair(createPrivateKey(await readFile(keyFile, "utf8"))),
    signingAlgorithm,
    notBefore: new Date(Date.now() - 1000),
    notAfter: new Date(Date.now() + 86_400_000),
    extensions: [
      new SubjectAlternativeNameExtension(
        [domain, `*.${domain}`].map((value) => ({ type: "dns" as const, value })),
      ),
    ],
  });
  return certificate.toString("pem");
}

const runtimeThat = (reloadGateway: () => Promise<void>, running: boolean): Runtime => ({
  kind: "process",
  httpsPort: 9,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  restart: () => Promise.resolve(),
  isRunning: () => Promise.resolve(running),
  reloadGateway,
  endpoints: () => Promise.resolve(new Map()),
  logs: () => Promise.resolve([]),
  postgresAccount: null,
  stopData: () => Promise.resolve(),
  startBeside: () => Promise.reject(new Error("not asked for here")),
  stopBeside: () => Promise.resolve(),
  objectStore: () => Promise.resolve(null),
  startObjectsBeside: () => Promise.resolve(null),
});

test("when the gateway refuses the new chain the former one comes back", async () => {
  const paths = pathsBelow(root);
  await ensurePlaceholder(paths, domain);
  const former = await readFile(paths.tlsChain, "utf8");
  const runtime = runtimeThat(() => Promise.reject(new Error("refused")), true);
  const pem = await certificateFor(paths.tlsKey);
  await expect(installCertificate(paths, { pem, domain, runtime })).rejects.toThrow("refused");
  expect(await readFile(paths.tlsChain, "utf8")).toBe(former);
});

test("a stack that does not run gets the chain for its next start, and a placeholder never replaces it", async () => {
  const paths = pathsBelow(root);
  const key = await ensureTlsKey(paths);
  expect(createPublicKey(key).asymmetricKeyType).toBe("ec");
  const pem = await certificateFor(paths.tlsKey);
  const report = await installCertificate(paths, {
    pem,
    domain,
    runtime: runtimeThat(() => Promise.resolve(), false),
  });
  expect(report).toMatchObject({ placeholder: false, names: [domain, `*.${domain}`] });
  await ensurePlaceholder(paths, "another.example");
  expect((await readFile(paths.tlsChain, "utf8")).trim()).toBe(pem.trim());
});
