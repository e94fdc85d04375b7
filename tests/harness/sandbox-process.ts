import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { testProgram } from "./test-programs";

const addressesSchema = z.object({
  url: z.string(),
  dnsAddress: z.string(),
  acmeDirectoryUrl: z.string(),
  storageUrl: z.string(),
  iamUrl: z.string(),
  caFile: z.string(),
  hetznerUrl: z.string(),
  cloudflareUrl: z.string(),
  resendUrl: z.string(),
  inboxUrl: z.string(),
  githubUrl: z.string(),
  googleIssuer: z.string(),
});

export interface FaultOrder {
  provider: string;
  operation: string;
  match?: string;
  times?: number;
  effect: Record<string, unknown>;
}

export interface SandboxMachine {
  providerId: string;
  name: string;
  root: string;
  ports: { ssh: number; https: number; postgres: number };
  postgresUrl: string | null;
}

/** The sandbox as a program, as `npm run up` starts it; waits until it has told its addresses. */
export async function startSandboxProcess(options: { dataDir: string; speed?: string }) {
  mkdirSync(options.dataDir, { recursive: true });
  const child = spawn(process.execPath, [testProgram("sandbox")], {
    env: {
      ...process.env,
      NODE_OPTIONS: "",
      SANDBOX_DATA: options.dataDir,
      SANDBOX_STORAGE_PROGRAM: testProgram("storage"),
      SANDBOX_SPEED: options.speed ?? "instant",
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stderr.pipe(createWriteStream(path.join(options.dataDir, "sandbox.log")));
  const addresses = await new Promise<z.infer<typeof addressesSchema>>((resolve, reject) => {
    child.once("exit", (code) =>
      reject(new Error(`the sandbox ended with ${code}; see ${options.dataDir}/sandbox.log`)),
    );
    createInterface({ input: child.stdout }).once("line", (line) =>
      resolve(addressesSchema.parse(JSON.parse(line))),
    );
  });
  const control = async (method: string, route: string, body?: unknown) => {
    const response = await fetch(`${addresses.url}${route}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${await response.text()}`);
    return await response.json().catch(() => null);
  };
  return {
    ...addresses,
    dataDir: options.dataDir,
    pid: child.pid ?? 0,
    fault: (fault: FaultOrder) => control("POST", "/sandbox/faults", fault),
    clearFaults: () => control("DELETE", "/sandbox/faults"),
    machines: async () => (await control("GET", "/sandbox/machines")) as SandboxMachine[],
    mails: async (to: string) =>
      (await control("GET", `/inbox.json?to=${encodeURIComponent(to)}`)) as unknown,
    close: async () => {
      if (child.exitCode !== null) return;
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await exited;
    },
  };
}
