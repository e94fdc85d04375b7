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
      return await execute(client, line, options);
    } catch (error) {
      // Not lent out again: after a hang or a refused channel a fresh connection is the better bet.
      retireConnection(target);
      throw error;
    }
  });
}

function execute(client: Client, line: string, options: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    let channel: ClientChannel | undefined;
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      client.removeListener("close", onLost);
      settle();
    };
    const fail = (why: string) => finish(() => reject(unreachable(why)));
    const onLost = () => fail("the connection broke");
    const timer = setTimeout(() => {
      fail(`the command did not end within ${options.timeoutMs} ms`);
      channel?.destroy();
    }, options.timeoutMs);
    client.once("close", onLost);
    try {
      client.exec(line, (error, opened) => {
        if (error) return fail(error.message);
        channel = opened;
        // Listens in this very tick: a quick command's exit arrives in the same packet as the channel.
        collect(opened, (result) =>
          result ? finish(() => resolve(result)) : fail("the channel closed without an exit code"),
        );
        opened.on("error", (cause: Error) => fail(cause.message));
        opened.end(options.stdin ?? "");
      });
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  });
}

function collect(channel: ClientChannel, done: (result: CommandResult | undefined) => void): void {
  const stdout = createSink();
  const stderr = createSink();
  let exitCode: number | undefined;
  channel.on("data", stdout.add);
  channel.stderr.on("data", stderr.add);
  channel.on("exit", (code: number | null, signal?: string) => {
    exitCode = code ?? 128 + (signalNumbers[`SIG${signal?.replace(/^SIG/, "")}`] ?? 0);
  });
  channel.on("close", () =>
    done(exitCode === undefined ? undefined : { exitCode, stdout: stdout.text(), stderr: stderr.text() }),
  );
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
