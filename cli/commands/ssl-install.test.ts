import "reflect-metadata";
import { createPublicKey, webcrypto, X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import * as x509 from "@peculiar/x509";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestMachine, type TestMachine } from "@/cli/testing/test-machine";
import { servedLeaf } from "@/cli/tls/served-leaf";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
let machine: TestMachine;
let ca: { keys: CryptoKeyPair; certificate: x509.X509Certificate };

beforeAll(async () => {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Test CA",
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true)],
  });
  ca = { keys, certificate };
  machine = await createTestMachine();
  await machine.boot();
});
afterAll(() => machine.close());

const csrOf = async () => {
  const { data } = (await machine.nself(["ssl", "csr", "--json"])).json();
  return new x509.Pkcs10CertificateRequest(String(data?.csr));
};

async function issue(
  more: { names?: string[]; notAfter?: Date; publicKey?: CryptoKey } = {},
): Promise<string> {
  const names = more.names ?? [machine.domain, `*.${machine.domain}`];
  const leaf = await x509.X509CertificateGenerator.create({
    subject: `CN=${names[0]}`,
    issuer: ca.certificate.subject,
    publicKey: more.publicKey ?? (await csrOf()).publicKey,
    signingKey: ca.keys.privateKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: more.notAfter ?? new Date(Date.now() + 90 * 86_400_000),
    extensions: [
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value }))),
    ],
  });
  return leaf.toString("pem");
}
const chainOf = (leaf: string) => `${leaf}\n${ca.certificate.toString("pem")}\n`;
const served = () => servedLeaf({ host: "127.0.0.1", port: machine.ports.https }, machine.domain, 3000);
const install = async (pem: string) => (await machine.nself(["ssl", "install", "--json"], pem)).json();

test("before the real certificate a placeholder is served and says so", async () => {
  const { data } = (await machine.nself(["ssl", "status", "--json"])).json();
  expect(data).toMatchObject({ placeholder: true, fingerprint: await served() });
});

test("the request is for the domain and its wildcard, stays the same, and its key is one that only root can read", async () => {
  const [first, second] = [await csrOf(), await csrOf()];
  expect(await first.verify()).toBe(true);
  const names = first.extensions
    .filter((extension) => extension instanceof x509.SubjectAlternativeNameExtension)
    .flatMap((extension) => extension.names.toJSON());
  expect(names.map((name) => name.value)).toEqual([machine.domain, `*.${machine.domain}`]);
  expect(first.toString("pem")).toBe(second.toString("pem"));
  expect((await stat(machine.paths.tlsKey)).mode & 0o777).toBe(0o600);
  const spki = createPublicKey(await readFile(machine.paths.tlsKey, "utf8")).export({
    type: "spki",
    format: "der",
  });
  expect(spki.toString("base64")).toBe(Buffer.from(first.publicKey.rawData).toString("base64"));
});

test("a chain that cannot be served is refused and what is served stays", async () => {
  const before = await served();
  const foreign = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const good = await issue();
  const cases: [string, string][] = [
    ["", "certificate_malformed"],
    [chainOf(await issue({ publicKey: foreign.publicKey })), "certificate_key_mismatch"],
    [chainOf(await issue({ names: [machine.domain] })), "certificate_name_mismatch"],
    [chainOf(await issue({ notAfter: new Date(Date.now() - 1000) })), "certificate_not_valid"],
    [`${good}\n${good}\n`, "certificate_chain_broken"],
    [`${ca.certificate.toString("pem")}\n${good}\n`, "certificate_key_mismatch"],
  ];
  for (const [pem, code] of cases) expect(await install(pem)).toMatchObject({ ok: false, error: { code } });
  expect(await served()).toBe(before);
});

test("an installed certificate is the one that is served, without a restart, and build keeps it", async () => {
  const pem = await issue();
  const expected = new X509Certificate(pem).fingerprint256.replaceAll(":", "").toLowerCase();
  expect(await install(chainOf(pem))).toMatchObject({
    ok: true,
    data: { placeholder: false, fingerprint: expected },
  });
  expect(await served()).toBe(expected);
  expect((await install(chainOf(pem))).ok).toBe(true);
  await machine.nself(["build", "--json"]);
  await machine.nself(["start", "--json"]);
  expect(await served()).toBe(expected);
});
