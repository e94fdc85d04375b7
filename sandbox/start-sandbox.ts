import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openAcmeStore } from "@/sandbox/acme/acme-store";
import { CertificateAuthority } from "@/sandbox/acme/certificate-authority";
import { type AcmeLimits, generousLimits } from "@/sandbox/acme/rate-limits";
import { startAcme } from "@/sandbox/acme/start-acme";
import { cloudflareMountPath, createCloudflare } from "@/sandbox/cloudflare/create-cloudflare";
import type { SandboxContext, Speed } from "@/sandbox/context";
import { createFront } from "@/sandbox/create-front";
import { startDns } from "@/sandbox/dns/start-dns";
import { Zone } from "@/sandbox/dns/zone";
import { Faults } from "@/sandbox/faults";
import { createHetzner, hetznerMountPath } from "@/sandbox/hetzner/create-hetzner";
import { serveHttp } from "@/sandbox/http";
import { createIam, iamMountPath } from "@/sandbox/iam/create-iam";
import { IamUsers } from "@/sandbox/iam/iam-users";
import { createGithub, githubMountPath } from "@/sandbox/identity/create-github";
import { createGoogle, googleMountPath } from "@/sandbox/identity/create-google";
import { type Log, logNothing } from "@/sandbox/log";
import type { Provider } from "@/sandbox/provider";
import { createInbox, inboxMountPath } from "@/sandbox/resend/create-inbox";
import { createResend, resendMountPath } from "@/sandbox/resend/create-resend";
import { Mailbox } from "@/sandbox/resend/mailbox";
import { AccessKeys } from "@/sandbox/storage/access-keys";
import { createStorageKeys } from "@/sandbox/storage/create-storage-keys";
import { startStorage } from "@/sandbox/storage/start-storage";

/** Where the product keeps backups: two regions, so that one can be lost. */
const backupBuckets = ["fsn1", "hel1"].map((region) => ({ name: `nself-backups-${region}`, region }));

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
  /** AWS's IAM API: users of the object store, their policies and keys. */
  iamUrl: string;
  /** PEM of the root that signs everything here: for NODE_EXTRA_CA_CERTS and curl --cacert. */
  caFile: string;
  hetznerUrl: string;
  cloudflareUrl: string;
  resendUrl: string;
  inboxUrl: string;
  /** Where people sign in with GitHub. */
  githubUrl: string;
  /** Google as an OpenID provider. */
  googleIssuer: string;
  faults: Faults;
  close(): Promise<void>;
}

/** Starts every provider on 127.0.0.1 and answers once all of them listen. @throws when a port is taken, with nothing left running. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const started: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of started.splice(0).reverse()) await stop();
  };
  try {
    return await start(options, started, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: SandboxOptions,
  started: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<Sandbox> {
  const context: SandboxContext = {
    // Absolute, because it goes into the environment of programs that run elsewhere.
    dataDir: resolve(options.dataDir),
    domain: options.domain ?? "sandbox.localhost",
    speed: options.speed ?? "instant",
    faults: new Faults(),
    log: options.log ?? logNothing,
    machines: { portBase: options.machinePortBase ?? 0 },
  };
  mkdirSync(context.dataDir, { recursive: true });
  const keep = <Running extends { close(): Promise<void> }>(running: Running): Running => {
    started.push(() => running.close());
    return running;
  };

  const zone = new Zone(context);
  const dns = keep(await startDns(context, zone, options.dnsPort ?? 0));
  const authority = await CertificateAuthority.open(context.dataDir);
  const caFile = join(context.dataDir, "ca", "root.pem");
  writeFileSync(caFile, authority.rootPem);
  const limits = { ...generousLimits, ...options.acmeLimits };
  const store = openAcmeStore(context.dataDir);
  const acmeContext = { sandbox: context, store, authority, limits, dnsAddress: dns.address };
  const acme = keep(await startAcme(acmeContext, options.acmePort ?? 0));
  const keys = new AccessKeys(context.dataDir);
  const users = new IamUsers(context.dataDir);
  const findKey = (id: string) => keys.get(id) ?? users.findKey(id);
  const storage = keep(
    await startStorage(context, findKey, { port: options.storagePort ?? 0, buckets: backupBuckets }),
  );
  const mailbox = new Mailbox(context.dataDir);
  const hetzner = keep(createHetzner(context, { caFile }));
  const providers: Provider[] = [
    hetzner,
    createCloudflare(context, zone),
    createResend(context, mailbox),
    ...createInbox(mailbox),
    createStorageKeys(keys),
    createIam(context, users, findKey),
    createGithub(context),
    createGoogle(context),
  ];
  const acmeDirectoryUrl = `https://127.0.0.1:${acme.port}/directory`;
  const storageUrl = `http://127.0.0.1:${storage.port}`;
  const front = createFront(context, providers, hetzner.machines, [
    { title: "ACME directory", address: acmeDirectoryUrl, link: false },
    { title: "Object storage (S3)", address: storageUrl, link: false },
    { title: "Name server (UDP and TCP)", address: dns.address, link: false },
    { title: "Root certificate", address: caFile, link: false },
  ]);
  const server = keep(
    await serveHttp(front, {
      port: options.port ?? 0,
      onError: (error, request) => context.log("http.error", { ...request, error: String(error) }),
    }),
  );
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    dnsAddress: dns.address,
    acmeDirectoryUrl,
    storageUrl,
    iamUrl: `${url}${iamMountPath}/`,
    caFile,
    hetznerUrl: url + hetznerMountPath,
    cloudflareUrl: url + cloudflareMountPath,
    resendUrl: url + resendMountPath,
    inboxUrl: url + inboxMountPath,
    githubUrl: url + githubMountPath,
    googleIssuer: url + googleMountPath,
    faults: context.faults,
    close,
  };
}
