import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { ServerChannel } from "ssh2";
import type { FaultEffect } from "@/sandbox/faults";

export interface ExecCall {
  command: string;
  root: string;
  env: NodeJS.ProcessEnv;
  effect: FaultEffect | null;
  channel: ServerChannel;
  /** Cuts the whole connection. */
  cut(): void;
}

/**
 * Runs `sh -c <command>` as sshd does: streams in and out, sends the exit status, keeps the channel open while something
 * holds its output, and lets the command live when the client goes.
 */
export async function serveExec(call: ExecCall): Promise<void> {
  const { effect, channel } = call;
  channel.on("error", () => {});
  channel.stderr.on("error", () => {});
  switch (effect?.type) {
    case "status":
      channel.stderr.write(`${effect.message ?? "injected fault"}\n`);
      channel.exit(effect.status);
      channel.end();
      return;
    case "reset":
      call.cut();
      return;
    case "reset_after":
      await collect(call);
      call.cut();
      return;
    case "delay":
      await wait(effect.delayMs);
      stream(call);
      return;
    case "named":
      return named(call, effect.name);
    default:
      stream(call);
  }
}

async function named(call: ExecCall, name: string): Promise<void> {
  const { channel } = call;
  switch (name) {
    case "hang":
      return;
    case "half_output": {
      const { stdout } = await collect(call);
      const half = stdout.subarray(0, Math.floor(stdout.length / 2));
      channel.write(half, () => setImmediate(() => call.cut()));
      return;
    }
    case "garbage_output":
      await collect(call);
      channel.write(randomBytes(64));
      channel.exit(0);
      channel.end();
      return;
    default:
      stream(call);
  }
}

function start({ command, root, env }: ExecCall) {
  return spawn("/bin/sh", ["-c", command], { cwd: root, env, detached: true, stdio: "pipe" });
}

function stream(call: ExecCall): void {
  const { channel } = call;
  const child = start(call);
  channel.pipe(child.stdin);
  child.stdin.on("error", () => {});
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.once("error", (error) => {
    channel.stderr.write(`${error.message}\n`);
    channel.exit(127);
    channel.end();
  });
  child.once("close", (code, signal) => {
    if (code !== null) channel.exit(code);
    else channel.exit((signal ?? "SIGKILL").slice(3), false, "");
    channel.end();
  });
  channel.once("close", () => {
    child.stdout.destroy();
    child.stderr.destroy();
    child.stdin.destroy();
  });
}

/** Runs the command to its end with the client's input and keeps what it wrote. */
function collect(call: ExecCall): Promise<{ stdout: Buffer }> {
  const child = start(call);
  const chunks: Buffer[] = [];
  call.channel.pipe(child.stdin);
  child.stdin.on("error", () => {});
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.resume();
  return new Promise((resolve) => {
    const done = () => resolve({ stdout: Buffer.concat(chunks) });
    child.once("error", done);
    child.once("close", done);
  });
}
