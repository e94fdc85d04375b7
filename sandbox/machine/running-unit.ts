import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Unit } from "./unit-file";

export type UnitState = "active" | "inactive" | "activating" | "deactivating" | "failed";

export interface UnitHost {
  root: string;
  env: NodeJS.ProcessEnv;
  log(event: string, fields?: Record<string, unknown>): void;
}

/** One service of a machine and its supervised process. */
export class RunningUnit {
  state: UnitState = "inactive";
  #child: ChildProcess | null = null;
  #stopping = false;
  #restart: NodeJS.Timeout | null = null;

  constructor(
    private readonly name: string,
    private readonly unit: Unit,
    private readonly host: UnitHost,
  ) {}

  get mainPid(): number {
    return this.#child?.pid ?? 0;
  }

  /** A oneshot is started when it has ended, a simple service when its process exists. */
  async start(): Promise<void> {
    if (this.state === "active" || this.state === "activating") return;
    if (!this.#conditionsHold()) return;
    this.#stopping = false;
    this.state = "activating";
    for (const folder of this.unit.runtimeDirectories) {
      mkdirSync(join(this.host.root, "run", folder), { recursive: true });
    }
    if (this.unit.type === "simple") return this.#supervise();
    for (const argv of this.unit.execStart) {
      const code = await this.#runToEnd(argv);
      if (code === 0) continue;
      this.state = "failed";
      return;
    }
    this.state = this.unit.remainAfterExit ? "active" : "inactive";
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#restart) clearTimeout(this.#restart);
    const wasActive = this.state === "active";
    this.state = "deactivating";
    if (wasActive) for (const argv of this.unit.execStop) await this.#runToEnd(argv);
    await this.#endChild();
    this.state = "inactive";
  }

  /** The machine lost its power: nothing is started again. */
  forget(): void {
    this.#stopping = true;
    if (this.#restart) clearTimeout(this.#restart);
    this.state = "inactive";
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#child?.pid) process.kill(this.#child.pid, signal);
  }

  #conditionsHold(): boolean {
    return this.unit.conditionPaths.every((path) => {
      const exists = existsSync(join(this.host.root, path.replace(/^!/, "")));
      return path.startsWith("!") ? !exists : exists;
    });
  }

  #supervise(): void {
    const child = this.#spawn(this.unit.execStart[0] ?? []);
    this.#child = child;
    this.state = "active";
    child.once("exit", (code) => {
      if (this.#child !== child) return;
      this.#child = null;
      if (this.#stopping) return;
      const again = this.unit.restart === "always" || (this.unit.restart === "on-failure" && code !== 0);
      this.state = again ? "activating" : code === 0 ? "inactive" : "failed";
      this.host.log("machine.unit_ended", { unit: this.name, code, again });
      if (!again) return;
      this.#restart = setTimeout(() => this.#supervise(), this.unit.restartMs);
      this.#restart.unref();
    });
  }

  async #endChild(): Promise<void> {
    const child = this.#child;
    if (!child?.pid || child.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    signalGroup(child.pid, "SIGTERM");
    const kill = setTimeout(() => signalGroup(child.pid, "SIGKILL"), this.unit.stopTimeoutMs);
    await ended;
    clearTimeout(kill);
    this.#child = null;
  }

  #runToEnd(argv: string[]): Promise<number> {
    return new Promise((resolve) => {
      const child = this.#spawn(argv);
      child.once("error", () => resolve(203));
      child.once("exit", (code) => resolve(code ?? 1));
    });
  }

  #spawn(argv: string[]): ChildProcess {
    const folder = join(this.host.root, "var/log/units");
    mkdirSync(folder, { recursive: true });
    const output = openSync(join(folder, `${this.name}.log`), "a");
    // An absolute path that the machine has is the machine's; others (/usr/bin/env) are the system's.
    const [program = "", ...rest] = argv;
    const own = join(this.host.root, program);
    const child = spawn(program.startsWith("/") && existsSync(own) ? own : program, rest, {
      cwd: this.host.root,
      env: { ...this.host.env, ...this.unit.environment },
      detached: true,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    child.on("error", (error) =>
      this.host.log("machine.unit_error", { unit: this.name, error: String(error) }),
    );
    return child;
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (!pid) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group ended by itself.
  }
}
