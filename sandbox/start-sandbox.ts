import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openAcmeStore } from "@/sandbox/acme/acme-store";
import { CertificateAuthority } from "@/sandbox/acme/certificate-authority";
import { type AcmeLimits, generousLimits } from "@/sandbox/acme/rate-limits";
import { startAcme } from "@/sandbox/acme/start-acme";
import { cloudflareMountPath, createCloudflare } from "@/sandbox/cloudflare/create-cloudflare";
import type { SandboxContext, Speed } from "@/sandbox/context";
import { createControl } from "@/sandbox/control";
import { startDns } from "@/sandbox/dns/start-dns";
import { Zone } from "@/sandbox/dns/zone";
import { Faults } from "@/sandbox/faults";
import { serveHttp } from "@/sandbox/http";
import { renderIndexPage } from "@/sandbox/index-page";
import { type Log, logNothing } from "@/sandbox/log";
import type { MachineView } from "@/sandbox/machine-view";
import { findProvider, type Provider } from "@/sandbox/provider";
import { createInbox, inboxMountPath } from "@/sandbox/resend/create-inbox";
import { createResend, resendMountPath } from "@/sandbox/resend/create-resend";
import { Mailbox } from "@/sandbox/resend/mailbox";
import { AccessKeys } from "@/sandbox/storage/access-keys";
import { createStorageKeys } from "@/sandbox/storage/create-storage-keys";
import { startStorage } from "@/sandbox/storage/start-storage";

export interface SandboxOptions {
  /** Holds everything the sandbox remembers; made when missing. */
  dataDir: string;
  /** Ports are 0 (the system chooses) unless given. */
  port?: number;
  dnsPort?: number;
  acmePort?: number;
  storagePort?: number;
  machinePortBase?: number;
  /** Default `instant`. */
  speed?: Speed;
  /** Default `sandbox.localhost`, whose sub-domains browsers resolve to loopback by themselves (RFC 6761). */
  domain?: string;
  /** Default: far above the real ones, which `AcmeLimits` names. */
  acmeLimits?: Partial<AcmeLimits>;
  log?: Log;
}

export interface Sandbox {
  url: string;
  /** `127.0.0.1:port`, UDP and TCP. */
  dnsAddress: string;
  acmeDirectoryUrl: string;
  /** S3, path style. */
  storageUrl: string;
  /** PEM of the root that signs everything here: for NODE_EXTRA_CA_CERTS and curl --cacert. */
  caFile: string;
  hetznerUrl: string;
  cloudflareUrl: string;
  resendUrl: string;
  inboxUrl: string;
  faults: Faults;
  close(): Promise<void>;
}

/** Starts every provider on 127.0.0.1 and answers once all of them listen. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const context: SandboxContext = {
    dataDir: options.dataDir,
    domain: options.domain ?? "sandbox.localhost",
    speed: options.speed ?? "instant",
    faults: new Faults(),
    log: options.log ?? logNothing,
    machines: { portBase: options.machinePortBase ?? 0 },
  };
  mkdirSync(context.dataDir, { recursive: true });

  const zone = new Zone(context);
  const dns = await startDns(context, zone, options.dnsPort ?? 0);
  const authority = await CertificateAuthority.open(context.dataDir);
  const caFile = join(context.dataDir, "ca", "root.pem");
  writeFileSync(caFile, authority.rootPem);
  const acme = await startAcme(
    {
      sandbox: context,
      store: openAcmeStore(context.dataDir),
      authority,
      limits: { ...generousLimits, ...options.acmeLimits },
      dnsAddress: dns.address,
    },
    options.acmePort ?? 0,
  );
  const keys = new AccessKeys(context.dataDir);
  const storage = await startStorage(context, keys, { port: options.storagePort ?? 0 });
  const mailbox = new Mailbox(context.dataDir);
  const providers: Provider[] = [
    createCloudflare(context, zone),
    createResend(context, mailbox),
    ...createInbox(mailbox),
    createStorageKeys(keys),
  ];
  const machines = (): MachineView[] => [];
  const control = createControl(context, machines);

  const handle = async (request: Request): Promise<Response> => {
    const { pathname, origin } = new URL(request.url);
    const provider = findProvider(providers, pathname);
    if (provider) return provider.handle(request);
    if (pathname === "/") {
      const entries = providers.map(({ title, mountPath }) => ({
        title,
        address: origin + mountPath,
        link: false,
      }));
      return new Response(renderIndexPage(context.domain, entries), {
        headers: { "content-type": "text/html; charset=utf-8" },
      });
    }
    return (
      (await control(request)) ?? Response.json({ error: "no such path in the sandbox" }, { status: 404 })
    );
  };

  const server = await serveHttp(handle, {
    port: options.port ?? 0,
    onError: (error, request) => context.log("http.error", { ...request, error: String(error) }),
  });
  const url = `http://127.0.0.1:${server.port}`;

  return {
    url,
    dnsAddress: dns.address,
    acmeDirectoryUrl: `https://127.0.0.1:${acme.port}/directory`,
    storageUrl: `http://127.0.0.1:${storage.port}`,
    caFile,
    hetznerUrl: `${url}/hetzner/v1`,
    cloudflareUrl: url + cloudflareMountPath,
    resendUrl: url + resendMountPath,
    inboxUrl: url + inboxMountPath,
    faults: context.faults,
    close: async () => {
      await server.close();
      for (const provider of providers) await provider.close();
      await storage.close();
      await acme.close();
      await dns.close();
    },
  };
}
