import { createHash, generateKeyPairSync, sign } from "node:crypto";
import http from "node:http";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import type { PluginManifest } from "@/cli/contract/registry";
import { keyIdOf } from "@/cli/plugin/verify-index";

/** A .tgz of these entries. */
export async function makePackage(
  entries: { header: Partial<Header> & { name: string }; content?: string }[],
): Promise<Buffer> {
  const archive = pack();
  for (const { header, content } of entries) archive.entry(header, content ?? "");
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks));
}

export const packageOf = (manifest: PluginManifest) =>
  makePackage([
    { header: { name: "plugin.json" }, content: JSON.stringify(manifest) },
    { header: { name: "migrations/001.sql" }, content: "select 1;" },
  ]);

export function manifestOf(name: string, port: number, more: Partial<PluginManifest> = {}): PluginManifest {
  return {
    name,
    version: "1.0.0",
    title: name,
    description: name,
    category: "data",
    tier: "free",
    image: `nself/${name}:1.0.0`,
    port,
    route: name,
    healthPath: "/health",
    memoryMb: 64,
    env: [],
    ...more,
  };
}

export interface TestRegistry {
  url: string;
  publicKey: string;
  /** Signs and serves an index of these packages. */
  publish(
    packages: { manifest: PluginManifest; bytes: Buffer }[],
    more?: { version?: number; expiresAt?: Date; signWith?: "other" },
  ): void;
  /** Answers this for every path that starts so, until it is cleared. */
  fail(prefix: string, status: number | "reset"): void;
  heal(): void;
  /** Served instead of what was published. */
  replace(path: string, bytes: Buffer): void;
  requests: { path: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

/** A registry on loopback that signs with a key of its own. */
export async function createTestRegistry(): Promise<TestRegistry> {
  const key = generateKeyPairSync("ed25519");
  const other = generateKeyPairSync("ed25519");
  const spki = key.publicKey.export({ type: "spki", format: "der" });
  const files = new Map<string, Buffer>();
  const failures = new Map<string, number | "reset">();
  const requests: TestRegistry["requests"] = [];
  const server = http.createServer((request, response) => {
    const path = request.url ?? "";
    requests.push({ path, authorization: request.headers.authorization });
    const failure = [...failures].find(([prefix]) => path.startsWith(prefix))?.[1];
    if (failure === "reset") return void request.socket.destroy();
    if (failure) return void response.writeHead(failure).end();
    const file = files.get(path);
    response.writeHead(file ? 200 : 404).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    publicKey: spki.toString("base64"),
    requests,
    publish: (packages, more = {}) => {
      const index = {
        version: more.version ?? 1,
        issuedAt: new Date().toISOString(),
        expiresAt: (more.expiresAt ?? new Date(Date.now() + 3_600_000)).toISOString(),
        plugins: packages.map(({ manifest, bytes }) => {
          const path = `packages/${manifest.name}-${manifest.version}.tgz`;
          files.set(`/${path}`, bytes);
          const sha256 = createHash("sha256").update(bytes).digest("hex");
          return { ...manifest, sha256, sizeBytes: bytes.length, path };
        }),
      };
      const payload = Buffer.from(JSON.stringify(index));
      const signature = sign(null, payload, more.signWith === "other" ? other.privateKey : key.privateKey);
      const signed = {
        keyId: keyIdOf(spki),
        payload: payload.toString("base64"),
        signature: signature.toString("base64"),
      };
      files.set("/index.json", Buffer.from(JSON.stringify(signed)));
    },
    fail: (prefix, status) => void failures.set(prefix, status),
    heal: () => failures.clear(),
    replace: (path, bytes) => void files.set(path, bytes),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
