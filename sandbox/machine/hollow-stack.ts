import { createHash, generateKeyPairSync, webcrypto, X509Certificate } from "node:crypto";
import { createServer, type Server } from "node:https";
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from "@/sandbox/acme/x509";
import type { CloudConfig } from "./cloud-config";

export interface HollowInput {
  config: CloudConfig;
  /** OpenSSH, without comment. */
  hostKey: string;
  httpsPort: number;
  log(event: string, fields?: Record<string, unknown>): void;
}

const version = "0.0.0-hollow";
const algorithm = { name: "ECDSA", namedCurve: "P-256" };
const services = ["postgres", "hasura", "auth", "nginx"];

/**
 * For benchmarks only: a machine's `nself` answered from this process, in the real one's shapes and with a real key, request, certificate
 * and TLS server, but with nothing behind them. What is left of a provisioning's time is then what the control plane needs.
 */
export class HollowStack {
  readonly #serverId: string;
  readonly #domain: string;
  readonly #controlPlaneUrl: string;
  readonly #token: string;
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly #ended = new Map<string, unknown>();
  #request: Promise<string> | null = null;
  #https: Server | null = null;

  constructor(private readonly input: HollowInput) {
    const file = (path: string) =>
      input.config.files.find((one) => one.path === path)?.content.toString("utf8") ?? "";
    const server = JSON.parse(file("/etc/nself/server.json") || "{}") as Record<string, string>;
    this.#serverId = server.serverId ?? "";
    this.#domain = server.domain ?? "";
    this.#controlPlaneUrl = server.controlPlaneUrl ?? "";
    this.#token = file("/etc/nself/enrol-token").trim();
  }

  /** What the bootstrap script tells, and then the enrolment. */
  async enrol(): Promise<void> {
    const { hostKey } = this.input;
    const serverId = this.#serverId;
    for (const message of ["Downloading nself", "Enrolling the server"])
      await this.#tell("/enrolments/progress", { serverId, message });
    const csr = await this.#csr();
    await this.#tell("/enrolments", { serverId, hostKey, csr, nselfVersion: version });
  }

  /** The line of JSON that `nself <command line>` prints, and its exit status. */
  async run(line: string, stdin: string): Promise<{ stdout: string; status: number }> {
    const argv = unquote(line).slice(1);
    const data = await this.#answer(argv, stdin);
    if (data !== undefined) return { stdout: JSON.stringify({ ok: true, data }), status: 0 };
    const error = { code: "usage", message: `a hollow machine does not know: nself ${argv.join(" ")}` };
    return { stdout: JSON.stringify({ ok: false, error }), status: 2 };
  }

  async close(): Promise<void> {
    const https = this.#https;
    if (!https) return;
    await new Promise<void>((resolve) => {
      https.close(() => resolve());
      https.closeAllConnections();
    });
  }

  async #answer(argv: string[], stdin: string): Promise<unknown> {
    const [noun, verb, id = ""] = argv;
    if (noun === "task" && (verb === "run" || verb === "check")) {
      const task = verb === "run" ? argv.slice(argv.indexOf("--") + 1) : [];
      if (!this.#ended.has(id)) this.#ended.set(id, await this.#answer(task, stdin));
      const time = new Date().toISOString();
      const result = { ok: true, data: this.#ended.get(id) };
      const log = verb === "run" ? ["hollow"] : [];
      return {
        id,
        status: "succeeded",
        exitCode: 0,
        startedAt: time,
        finishedAt: time,
        log,
        nextOffset: 7,
        result,
      };
    }
    if (noun === "init")
      return { domain: this.#domain, services, credentials: { hasuraAdminSecret: "hollow-admin-secret" } };
    if (noun === "build") return { changed: true, files: [] };
    if (noun === "start") return { services: this.#serviceReports() };
    if (noun === "ssl" && verb === "csr") return { domain: this.#domain, csr: await this.#csr() };
    if (noun === "ssl" && verb === "install") return await this.#serveWith(stdin);
    return undefined;
  }

  #csr(): Promise<string> {
    this.#request ??= this.#makeCsr(this.#domain);
    return this.#request;
  }

  async #makeCsr(domain: string): Promise<string> {
    const { privateKey, publicKey } = this.#keys;
    const [priv, pub] = await Promise.all([
      webcrypto.subtle.importKey(
        "pkcs8",
        privateKey.export({ format: "der", type: "pkcs8" }),
        algorithm,
        false,
        ["sign"],
      ),
      webcrypto.subtle.importKey("spki", publicKey.export({ format: "der", type: "spki" }), algorithm, true, [
        "verify",
      ]),
    ]);
    const names = [domain, `*.${domain}`].map((value) => ({ type: "dns" as const, value }));
    const request = await Pkcs10CertificateRequestGenerator.create({
      name: domain.length <= 64 ? `CN=${domain}` : "",
      keys: { privateKey: priv, publicKey: pub } as CryptoKeyPair,
      signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
      extensions: [new SubjectAlternativeNameExtension(names)],
    });
    return `${request.toString("pem").trim()}\n`;
  }

  async #serveWith(chain: string): Promise<unknown> {
    await this.close();
    const key = this.#keys.privateKey.export({ format: "pem", type: "pkcs8" });
    const https = createServer({ key, cert: chain }, (_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(this.#health()));
    });
    this.#https = https;
    await new Promise<void>((resolve, reject) => {
      https.once("error", reject);
      https.listen(this.input.httpsPort, "127.0.0.1", resolve);
    });
    const leaf = new X509Certificate(chain);
    return {
      placeholder: false,
      names: [this.#domain, `*.${this.#domain}`],
      issuer: leaf.issuer,
      notAfter: new Date(leaf.validTo).toISOString(),
      fingerprint: createHash("sha256").update(leaf.raw).digest("hex"),
    };
  }

  #health() {
    const time = new Date().toISOString();
    return {
      status: "healthy",
      serverId: this.#serverId,
      domain: this.#domain,
      version,
      time,
      services: this.#serviceReports(),
    };
  }

  #serviceReports() {
    return services.map((name) => ({
      name,
      kind: "required",
      status: "healthy",
      latencyMs: 0,
      detail: null,
    }));
  }

  async #tell(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.#controlPlaneUrl}/api/v1${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) this.input.log("machine.hollow_refused", { path, status: response.status, text });
  }
}

/** The words of a line that was quoted for a POSIX shell with single quotes alone. */
function unquote(line: string): string[] {
  const words = line.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|\\'/g, (_, inside?: string) => inside ?? "'"));
}
