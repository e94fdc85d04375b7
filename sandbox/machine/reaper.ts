import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { imageFolder } from "./environment";

const script = "reaper.sh";

/**
 * Ends the machines' processes when the sandbox is killed: they are in sessions of their own and would live on. A small
 * shell in a session of its own that holds the other end of a pipe. Linux only.
 */
export class Reaper {
  #child: ChildProcess | null = null;
  #pidFile: string;

  /** `folder` holds the machines' disks. */
  constructor(private readonly folder: string) {
    this.#pidFile = `${folder}-reaper.pid`;
  }

  /** Waits for the reaper of a killed sandbox to finish, so that it does not meet the new processes. */
  async start(): Promise<void> {
    if (process.platform !== "linux") return;
    for (const deadline = Date.now() + 10_000; Date.now() < deadline && this.#formerRuns(); ) await wait(20);
    const child = spawn("/bin/sh", [join(imageFolder(), script), this.folder], {
      cwd: "/",
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.unref();
    child.on("error", () => {});
    child.stdin?.on("error", () => {});
    if (child.stdin && "unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
    if (child.pid) writeFileSync(this.#pidFile, String(child.pid));
    this.#child = child;
  }

  /** After an orderly stop there is nothing to end. */
  dismiss(): void {
    const pid = this.#child?.pid;
    // Its group: the shell and the `cat` that waits.
    if (pid && this.#child?.exitCode === null) process.kill(-pid, "SIGKILL");
    rmSync(this.#pidFile, { force: true });
  }

  #formerRuns(): boolean {
    try {
      const pid = readFileSync(this.#pidFile, "utf8");
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(script);
    } catch {
      return false;
    }
  }
}
