import pg from "pg";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { jobChannel } from "./write-job";

type Listener = () => void;

const listeners = new Map<string, Set<Listener>>();
const reconnectMs = 1000;
let listening = false;

/**
 * Calls `listener` whenever the job was written to, from any process: one LISTEN connection serves all watchers of this
 * process. After a lost connection every watcher is called once, since something may have been missed. Returns how to stop.
 */
export function watchJob(jobId: string, listener: Listener): () => void {
  const set = listeners.get(jobId) ?? new Set();
  listeners.set(jobId, set.add(listener));
  if (!listening) void listen();
  return () => {
    set.delete(listener);
    if (set.size === 0) listeners.delete(jobId);
  };
}

async function listen(): Promise<void> {
  listening = true;
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    application_name: "nself-cloud watch",
  });
  client.on("notification", ({ payload }) => {
    for (const listener of listeners.get(payload ?? "") ?? []) listener();
  });
  const lost = (error?: Error) => {
    client.removeAllListeners();
    client.on("error", () => {});
    void client.end().catch(() => {});
    if (error) log.warn({ err: error }, "the connection that watches jobs was lost");
    listening = false;
    setTimeout(() => {
      if (listeners.size > 0 && !listening) void listen();
    }, reconnectMs).unref();
  };
  client.on("error", lost);
  client.on("end", () => lost());
  try {
    await client.connect();
    await client.query(`LISTEN ${jobChannel}`);
    for (const set of [...listeners.values()]) for (const listener of set) listener();
  } catch (error) {
    lost(error as Error);
  }
}
