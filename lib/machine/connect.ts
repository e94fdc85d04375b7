import type { Client } from "ssh2";
import { sha256 } from "@/lib/crypto";
import type { MachineTarget } from "./machine-target";
import { openConnection } from "./open-connection";

const idleMs = 15_000;

interface Pooled {
  client: Promise<Client>;
  users: number;
  idleTimer: NodeJS.Timeout | undefined;
}

const pool = new Map<string, Pooled>();

/**
 * Lends the one connection to this server (opened when there is none; commands share it as channels) for the time of
 * `use`, and closes it after 15 s without use. A connection that broke is forgotten.
 */
export async function withConnection<T>(
  target: MachineTarget,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const key = poolKey(target);
  const pooled = pool.get(key) ?? open(target, key);
  pooled.users += 1;
  clearTimeout(pooled.idleTimer);
  try {
    return await use(await pooled.client);
  } finally {
    pooled.users -= 1;
    if (pooled.users === 0) release(key, pooled);
  }
}

/** Lends this connection to nobody any more; it closes when its last user is done. */
export function retireConnection(target: MachineTarget): void {
  pool.delete(poolKey(target));
}

/** Closes what is open, for an orderly end of the process. */
export function closeConnections(): void {
  for (const { client, idleTimer } of pool.values()) {
    clearTimeout(idleTimer);
    void client.then((open) => open.end()).catch(() => undefined);
  }
  pool.clear();
}

function open(target: MachineTarget, key: string): Pooled {
  const pooled: Pooled = { client: openConnection(target), users: 0, idleTimer: undefined };
  pool.set(key, pooled);
  const forget = () => {
    if (pool.get(key) === pooled) pool.delete(key);
  };
  pooled.client.then((client) => client.once("close", forget), forget);
  return pooled;
}

function release(key: string, pooled: Pooled): void {
  const end = () => void pooled.client.then((client) => client.end()).catch(() => undefined);
  if (pool.get(key) !== pooled) {
    end();
    return;
  }
  pooled.idleTimer = setTimeout(() => {
    pool.delete(key);
    end();
  }, idleMs);
  pooled.idleTimer.unref();
}

function poolKey({ host, port, hostKey, privateKey }: MachineTarget): string {
  return `${host}:${port}:${hostKey}:${sha256(privateKey)}`;
}
