import type { Endpoint } from "@/cli/health/probe-service";
import { Failure } from "@/cli/lib/failure";
import type { HttpAddress } from "@/cli/lib/http-get";
import type { Account } from "@/cli/lib/spawn";
import type { StackDescription } from "@/lib/stack/stack-description";

/** A cluster that runs beside the one that serves, on a unix socket in a folder of its own. */
export interface BesideCluster {
  /** Null while it runs; else the end of what it said. */
  ended(): Promise<string | null>;
  /** Fast shutdown; what was committed is flushed. */
  stop(): Promise<void>;
}

export interface BesideObjects {
  address: HttpAddress;
  stop(): Promise<void>;
}

export interface BesideOptions {
  /** Holds data, socket and everything that the settings name; the cluster sees nothing else of the machine. */
  folder: string;
  data: string;
  /** Short: a socket's path has 107 bytes at most. */
  sockets: string;
  settings: Record<string, string>;
  logFile: string;
}

/** What runs the services of a stack: containers, or processes. Every method may be called again at any time. */
export interface Runtime {
  readonly kind: "compose" | "process";
  /** Where the gateway listens on the machine itself (127.0.0.1). */
  readonly httpsPort: number;
  /** Makes what runs agree with what was built: starts what is missing, removes what is no longer wanted. */
  start(stack: StackDescription): Promise<void>;
  stop(): Promise<void>;
  /** Ends one service cleanly, or all, and starts it again with the configuration that it has. One that does not run is started. */
  restart(stack: StackDescription, service: string | null): Promise<void>;
  /** Whether the gateway runs. */
  isRunning(): Promise<boolean>;
  /** Makes the gateway read certificate and routes again without dropping a connection. */
  reloadGateway(): Promise<void>;
  /** Where each service answers; a service that is absent does not run. */
  endpoints(stack: StackDescription): Promise<Map<string, Endpoint>>;
  /** The account that PostgreSQL runs as and that owns its files; null when it is ours. */
  readonly postgresAccount: Account | null;
  /** Stops what uses the database, and the database; the gateway goes on and says that nothing is there. */
  stopData(): Promise<void>;
  startBeside(options: BesideOptions): Promise<BesideCluster>;
  /** Ends whatever still runs on these folders since whoever started it was killed. */
  stopBeside(places: { folder: string; data: string; objects: string }): Promise<void>;
  /** Where the stack's object store answers; null when the stack has none. Throws `objects_down` when it should. */
  objectStore(stack: StackDescription): Promise<HttpAddress | null>;
  /** An object store on a data folder of its own; null when the machine has no program for one. */
  startObjectsBeside(options: {
    folder: string;
    data: string;
    logFile: string;
  }): Promise<BesideObjects | null>;
  /** The last lines of one service. */
  logs(service: string, lines: number): Promise<string[]>;
}

export function objectsDown(): Failure {
  return new Failure("objects_down", "The object store does not answer", {
    exit: "tryLater",
    hint: "nself logs minio",
  });
}
