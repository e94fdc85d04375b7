import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { SandboxContext } from "@/sandbox/context";
import type { MachineView } from "@/sandbox/machine-view";
import { bootTimes } from "./boot-times";
import { parseUserData } from "./cloud-config";
import type { ControlServer } from "./control-server";
import { machineEnvironment } from "./environment";
import { HollowStack } from "./hollow-stack";
import { readPublicHostKey } from "./host-key";
import type { MachineRecord } from "./machine-record";
import { prepareRoot } from "./prepare-root";
import { endProcesses, killProcesses } from "./processes";
import { addKeys, runCloudInit } from "./run-cloud-init";
import { SshServer } from "./ssh-server";
import { Units } from "./units";

/** `pulled` is a power cut, `asked` an orderly shutdown, `leaving` what a stopping sandbox has time for. */
export type PowerOff = "pulled" | "asked" | "leaving";

const graceMs = { asked: 10_000, leaving: 5000 };

export interface MachineInput {
  context: SandboxContext;
  control: ControlServer;
  root: string;
  caFile: string | null;
  /** Called when cloud-init came to its end. */
  onInitialised(): void;
}

interface Running {
  stopping: AbortController;
  units: Units;
  ssh: SshServer;
  controlUrl: string;
  boot: Promise<void>;
}

/** One machine: a folder as its disk, and what runs on it. Its methods must not overlap. */
export class Machine {
  #running: Running | null = null;

  constructor(private readonly input: MachineInput) {}

  get isOn(): boolean {
    return this.#running !== null;
  }

  view(record: MachineRecord): MachineView {
    const { root } = this.input;
    const urlFile = join(root, "var/lib/nself/postgres-url");
    const postgresUrl = this.isOn && existsSync(urlFile) ? readFileSync(urlFile, "utf8").trim() : null;
    return {
      providerId: record.id,
      name: record.name,
      root,
      ports: record.ports,
      postgresUrl: postgresUrl || null,
    };
  }

  /** Switches on; the boot goes on by itself. */
  async powerOn(record: MachineRecord, extraMs: number): Promise<void> {
    if (this.#running) return;
    const { context, control, root, caFile } = this.input;
    await killProcesses(root);
    const log = (event: string, fields = {}) => context.log(event, { machine: record.name, ...fields });
    const controlUrl = control.register({ name: record.name, units: () => units });
    const env = machineEnvironment({ root, controlUrl, caFile });
    const units = new Units({ root, env, log });
    const ssh = new SshServer({ context, name: record.name, root, port: record.ports.ssh, env });
    const stopping = new AbortController();
    const running = { stopping, units, ssh, controlUrl, boot: Promise.resolve() };
    this.#running = running;
    running.boot = this.#boot(record, running, env, extraMs).catch((error) => {
      if (!stopping.signal.aborted) log("machine.boot_failed", { error: String(error) });
    });
  }

  async #boot(
    record: MachineRecord,
    running: Running,
    env: NodeJS.ProcessEnv,
    extraMs: number,
  ): Promise<void> {
    const { context, root } = this.input;
    const { signal } = running.stopping;
    const { kernelMs, packagesMs } = bootTimes[context.speed];
    const fault = context.faults.take("machine", "boot", record.name);
    if (kernelMs > 0) await wait(kernelMs, undefined, { signal });
    if (fault?.type === "delay") await wait(fault.delayMs, undefined, { signal });
    prepareRoot(root, record);
    await running.ssh.start();
    signal.throwIfAborted();
    if (record.initialised) {
      await running.units.startEnabled();
      return;
    }
    if (record.neverFinishes || fault?.type === "named") {
      context.log("machine.boot_hangs", { machine: record.name });
      return;
    }
    if (extraMs > 0) await wait(extraMs, undefined, { signal });
    if (context.machines.hollow) {
      await this.#bootHollow(record, running);
      return;
    }
    const { userData, id: instanceId } = record;
    const errors = await runCloudInit({ root, instanceId, userData, env, packagesMs, signal });
    context.log("machine.booted", { machine: record.name, errors });
    this.input.onInitialised();
  }

  async #bootHollow(record: MachineRecord, { ssh }: Running): Promise<void> {
    const { context, root } = this.input;
    const config = parseUserData(record.userData);
    addKeys(root, config.authorizedKeys);
    const log = (event: string, fields = {}) => context.log(event, { machine: record.name, ...fields });
    ssh.hollow = new HollowStack({
      config,
      hostKey: readPublicHostKey(root),
      httpsPort: record.ports.https,
      log,
    });
    await ssh.hollow.enrol();
    log("machine.booted_hollow");
    this.input.onInitialised();
  }

  async powerOff(how: PowerOff): Promise<void> {
    const { control, root } = this.input;
    const running = this.#running;
    if (running) {
      running.stopping.abort();
      if (how === "asked") await running.units.stopAll();
      running.units.forgetAll();
      await running.ssh.hollow?.close();
      await running.ssh.close();
      control.unregister(running.controlUrl);
    }
    if (how === "pulled") await killProcesses(root);
    else await endProcesses(root, graceMs[how]);
    // Its processes are gone, so that what waited for them has ended.
    await running?.boot;
    this.#running = null;
  }
}
