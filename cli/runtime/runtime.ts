import type { Endpoint } from "@/cli/health/probe-service";
import type { StackDescription } from "@/lib/stack/stack-description";

/** What runs the services of a stack: containers, or processes. Every method may be called again at any time. */
export interface Runtime {
  readonly kind: "compose" | "process";
  /** Where the gateway listens on the machine itself (127.0.0.1). */
  readonly httpsPort: number;
  /** Makes what runs agree with what was built: starts what is missing, removes what is no longer wanted. */
  start(stack: StackDescription): Promise<void>;
  stop(): Promise<void>;
  /** Whether the gateway runs. */
  isRunning(): Promise<boolean>;
  /** Makes the gateway read certificate and routes again without dropping a connection. */
  reloadGateway(): Promise<void>;
  /** Where each service answers; a service that is absent does not run. */
  endpoints(stack: StackDescription): Promise<Map<string, Endpoint>>;
  /** The last lines of one service. */
  logs(service: string, lines: number): Promise<string[]>;
}
