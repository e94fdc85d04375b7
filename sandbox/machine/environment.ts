import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export interface MachineEnvironmentInput {
  root: string;
  /** Where the machine's tools ask for what the kernel and systemd would do. */
  controlUrl: string;
  /** PEM of the sandbox's root certificate. */
  caFile: string | null;
}

/** The tools of the machine's image: beside this file, or in the checkout when the sandbox runs bundled. */
export function imageFolder(): string {
  const candidates = [
    join(dirname(fileURLToPath(import.meta.url)), "image"),
    resolve("sandbox/machine/image"),
  ];
  const folder = candidates.find((path) => existsSync(join(path, "bin")));
  if (!folder) throw new Error(`the machines' tools are in none of ${candidates.join(", ")}`);
  return folder;
}

/** The whole environment of every process on a machine; nothing of the sandbox's own leaks in. */
export function machineEnvironment({ root, controlUrl, caFile }: MachineEnvironmentInput): NodeJS.ProcessEnv {
  const image = imageFolder();
  const curl = ["/usr/bin/curl", "/bin/curl"].find((path) => existsSync(path)) ?? "";
  const env: Record<string, string> = {
    NSELF_ROOT: root,
    HOME: join(root, "root"),
    USER: "root",
    LOGNAME: "root",
    SHELL: "/bin/sh",
    LANG: "C.UTF-8",
    TMPDIR: join(root, "tmp"),
    PATH: [
      join(root, "usr/local/bin"),
      join(image, "bin"),
      dirname(process.execPath),
      "/usr/bin",
      "/bin",
    ].join(":"),
    NODE_OPTIONS: `--require ${JSON.stringify(join(image, "uplink.cjs"))}`,
    SANDBOX_MACHINE_CONTROL: controlUrl,
    SANDBOX_CURL: curl,
    ...(caFile ? { NODE_EXTRA_CA_CERTS: caFile, CURL_CA_BUNDLE: caFile } : {}),
  };
  // The framework's types demand a NODE_ENV of every environment; a machine has none.
  return env as unknown as NodeJS.ProcessEnv;
}
