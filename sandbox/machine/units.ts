import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { RunningUnit, type UnitHost } from "./running-unit";
import { parseUnit, type Unit } from "./unit-file";

const target = "multi-user.target.wants";

/** A machine's services: the unit files in its /etc/systemd/system. */
export class Units {
  #running = new Map<string, RunningUnit>();
  #folder: string;

  constructor(private readonly host: UnitHost) {
    this.#folder = join(host.root, "etc/systemd/system");
  }

  /** Null when there is no such unit file. */
  read(name: string): Unit | null {
    const path = join(this.#folder, name);
    return existsSync(path) ? parseUnit(readFileSync(path, "utf8")) : null;
  }

  get(name: string): RunningUnit | null {
    const running = this.#running.get(name);
    if (running && running.state !== "inactive" && running.state !== "failed") return running;
    const unit = this.read(name);
    if (!unit) return running ?? null;
    // What does not run is read anew: its file may have changed.
    if (running?.state === "failed") return running;
    const fresh = new RunningUnit(name, unit, this.host);
    this.#running.set(name, fresh);
    return fresh;
  }

  /** Reads the file anew and starts, whatever the unit was before. */
  async start(name: string): Promise<RunningUnit | null> {
    if (this.#running.get(name)?.state === "failed") this.#running.delete(name);
    const unit = this.get(name);
    await unit?.start();
    return unit;
  }

  async stop(name: string): Promise<void> {
    await this.#running.get(name)?.stop();
  }

  enable(name: string): void {
    mkdirSync(join(this.#folder, target), { recursive: true });
    const link = join(this.#folder, target, name);
    rmSync(link, { force: true });
    symlinkSync(join("..", name), link);
  }

  disable(name: string): void {
    rmSync(join(this.#folder, target, name), { force: true });
  }

  isEnabled(name: string): boolean {
    return this.enabled().includes(name);
  }

  enabled(): string[] {
    const folder = join(this.#folder, target);
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  /** At boot: every enabled unit after those that its `After=` names. */
  async startEnabled(): Promise<void> {
    const left = new Set(this.enabled());
    while (left.size > 0) {
      const name =
        [...left].find((one) => !this.read(one)?.after.some((other) => left.has(other))) ??
        [...left][0] ??
        "";
      left.delete(name);
      await this.start(name);
    }
  }

  /** At an orderly shutdown, in the reverse order of starting. */
  async stopAll(): Promise<void> {
    for (const unit of [...this.#running.values()].reverse()) {
      if (unit.state !== "inactive" && unit.state !== "failed") await unit.stop();
    }
  }

  forgetAll(): void {
    for (const unit of this.#running.values()) unit.forget();
    this.#running.clear();
  }
}
