import { readFileSync } from "node:fs";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import ssh2, { type AuthContext, type Connection } from "ssh2";
import type { SandboxContext } from "@/sandbox/context";
import { answerExec } from "./answer-exec";
import type { HollowStack } from "./hollow-stack";
import { readHostKey, strangeHostKey } from "./host-key";
import { serveExec } from "./serve-exec";

export interface SshServerInput {
  context: SandboxContext;
  name: string;
  root: string;
  port: number;
  env: NodeJS.ProcessEnv;
}

/**
 * The machine's sshd on 127.0.0.1: root with a key of `authorized_keys`, `exec` only. Faults of provider `machine`:
 * `connect` when a connection comes in, `exec <command>` when a command does.
 */
export class SshServer {
  #listener: NetServer;
  #sockets = new Set<Socket>();
  #strangerNext = false;
  /** Answers commands in place of a shell. */
  hollow: HollowStack | null = null;

  constructor(private readonly input: SshServerInput) {
    this.#listener = createServer((socket) => void this.#accept(socket));
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#listener.once("error", reject);
      this.#listener.listen(this.input.port, "127.0.0.1", resolve);
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#listener.listening) return;
    await new Promise<void>((resolve) => this.#listener.close(() => resolve()));
  }

  async #accept(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    socket.setNoDelay(true);
    const { context, name, root } = this.input;
    const effect = context.faults.take("machine", "connect", name);
    if (effect?.type === "reset" || effect?.type === "reset_after" || effect?.type === "status") {
      socket.destroy();
      return;
    }
    if (effect?.type === "delay") await wait(effect.delayMs);
    // Accepted, and no banner ever.
    if (effect?.type === "named" && effect.name === "hang") return;
    const strange = this.#strangerNext || (effect?.type === "named" && effect.name === "host_key_changed");
    this.#strangerNext = false;
    if (socket.destroyed) return;
    try {
      const server = new ssh2.Server({ hostKeys: [strange ? strangeHostKey() : readHostKey(root)] });
      server.on("connection", (client) => this.#serve(client, socket));
      server.injectSocket(socket);
    } catch (error) {
      context.log("machine.ssh_error", { name, error: String(error) });
      socket.destroy();
    }
  }

  #serve(client: Connection, socket: Socket): void {
    const { context, name, root, env } = this.input;
    client.on("error", (error) => context.log("machine.ssh_error", { name, error: String(error) }));
    client.on("authentication", (attempt) => {
      if (isAllowed(attempt, root)) attempt.accept();
      else attempt.reject(["publickey"]);
    });
    client.on("session", (accept) => {
      const session = accept();
      session.on("env", (acceptEnv) => acceptEnv?.());
      session.on("exec", (acceptExec, _reject, { command }) => {
        const effect = context.faults.take("machine", `exec ${command}`, name);
        if (effect?.type === "named" && effect.name === "host_key_changed") {
          this.#strangerNext = true;
          socket.destroy();
          return;
        }
        if (this.hollow) {
          void answerExec(this.hollow, command, acceptExec());
          return;
        }
        void serveExec({ command, root, env, effect, channel: acceptExec(), cut: () => socket.destroy() });
      });
    });
  }
}

function isAllowed(attempt: AuthContext, root: string): boolean {
  if (attempt.username !== "root" || attempt.method !== "publickey") return false;
  const key = authorizedKeys(root).find((one) => one.getPublicSSH().equals(attempt.key.data));
  if (!key) return false;
  // Without a signature the client only asks whether this key would do.
  if (!attempt.signature || !attempt.blob) return true;
  return key.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true;
}

function authorizedKeys(root: string) {
  const lines = readFileSync(join(root, "root/.ssh/authorized_keys"), "utf8").split("\n");
  return lines.flatMap((line) => {
    const parsed = line.trim() === "" || line.startsWith("#") ? null : ssh2.utils.parseKey(line.trim());
    return parsed === null || parsed instanceof Error ? [] : [parsed];
  });
}
