import { Client } from "ssh2";
import { AppError } from "@/lib/errors";
import type { MachineTarget } from "./machine-target";

const connectTimeoutMs = 10_000;

/**
 * Opens one SSH connection as root. The server's key is compared during key exchange, before we authenticate or send
 * anything: another key is `host_key_changed`; every other failure is `machine_unreachable`.
 */
export function openConnection(target: MachineTarget): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    const pinned = keyBlob(target.hostKey);
    let keyMatches = true;
    client.once("ready", () => resolve(client));
    // Stays for the life of the connection: an error event without a listener would end the process.
    client.on("error", (error) => reject(connectError(target, error, keyMatches)));
    client.once("close", () =>
      reject(connectError(target, new Error("closed by the other side"), keyMatches)),
    );
    try {
      client.connect({
        host: target.host,
        port: target.port,
        username: "root",
        privateKey: target.privateKey,
        readyTimeout: connectTimeoutMs,
        keepaliveInterval: 5000,
        keepaliveCountMax: 3,
        algorithms: { serverHostKey: ["ssh-ed25519"] },
        authHandler: ["publickey"],
        hostVerifier: (key: Buffer) => {
          keyMatches = pinned.length > 0 && key.equals(pinned);
          return keyMatches;
        },
      });
      // Small packets go out at once: with Nagle's algorithm every command waits for delayed ACKs of 40 ms each.
      client.setNoDelay(true);
    } catch (error) {
      reject(connectError(target, error, true));
    }
  });
}

function keyBlob(hostKey: string): Buffer {
  return Buffer.from(hostKey.trim().split(/\s+/)[1] ?? "", "base64");
}

function connectError({ host, port }: MachineTarget, error: unknown, keyMatches: boolean): AppError {
  const message = error instanceof Error ? error.message : String(error);
  const internal = `ssh ${host}:${port}: ${message}`;
  // A server that offers no ed25519 key at all is not the one that enrolled with one either.
  if (!keyMatches || message.includes("no matching host key")) {
    return new AppError("host_key_changed", { internal, cause: error });
  }
  return new AppError("machine_unreachable", { internal, cause: error });
}
