import { constants } from "node:os";
import type { Client, ClientChannel } from "ssh2";
import { AppError } from "@/lib/errors";
import { retireConnection, withConnection } from "./connect";
import type { MachineTarget } from "./machine-target";
import { quoteArgv } from "./quote-argv";

const outputLimitBytes = 1024 * 1024;

export interface CommandResult {
  /** As the command ended; 128 + n when signal n ended it. */
  exitCode: number;
  /** The first MiB of each; the rest is read and dropped. */
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  stdin?: string;
  timeoutMs: number;
}

/**
 * Runs one command as root. Throws `host_key_changed`, or `machine_unreachable` when the connection cannot be made, breaks
 * or the command does not end in time: whether it did its work is then unknown.
 */
export function runCommand(
  target: MachineTarget,
  argv: string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const line = quoteArgv(argv);
  return withConnection(target, async (client) => {
    try {
      return await collect(await openChannel(client, line), argv, options);
    } catch (error) {
      // Not lent out again: after a hang or a refused channel a fresh connection is the better bet.
      retireConnection(target);
      throw error;
    }
  });
}

function openChannel(client: Client, line: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(unreachable("the connection closed before the command started"));
    client.once("close", lost);
    const settle = (error: Error | undefined, channel?: ClientChannel) => {
      client.removeListener("close", lost);
      if (channel && !error) resolve(channel);
      else reject(unreachable(error?.message ?? "no channel"));
    };
    try {
      client.exec(line, settle);
    } catch (error) {
      settle(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function collect(channel: ClientChannel, argv: string[], options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const stdout = createSink();
    const stderr = createSink();
    let exitCode: number | undefined;
    const timer = setTimeout(() => {
      reject(unreachable(`${argv.slice(0, 3).join(" ")} did not end within ${options.timeoutMs} ms`));
      channel.destroy();
    }, options.timeoutMs);
    channel.on("data", stdout.add);
    channel.stderr.on("data", stderr.add);
    channel.on("exit", (code: number | null, signal?: string) => {
      exitCode = code ?? 128 + (signalNumbers[`SIG${signal?.replace(/^SIG/, "")}`] ?? 0);
    });
    channel.on("error", (error: Error) => reject(unreachable(error.message)));
    channel.on("close", () => {
      clearTimeout(timer);
      if (exitCode === undefined) reject(unreachable("the connection broke while the command ran"));
      else resolve({ exitCode, stdout: stdout.text(), stderr: stderr.text() });
    });
    channel.end(options.stdin ?? "");
  });
}

const signalNumbers: Readonly<Record<string, number>> = constants.signals;

function createSink() {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  return {
    add(chunk: Buffer) {
      const room = outputLimitBytes - sizeBytes;
      if (room <= 0) return;
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      sizeBytes += Math.min(chunk.length, room);
    },
    text: () => Buffer.concat(chunks).toString("utf8"),
  };
}

function unreachable(internal: string): AppError {
  return new AppError("machine_unreachable", { internal: `ssh: ${internal}` });
}
