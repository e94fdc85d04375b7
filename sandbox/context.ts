import type { Faults } from "@/sandbox/faults";

/** `instant` for tests, `demo` a few seconds a phase, `real` the timings of the real providers. */
export type Speed = "instant" | "demo" | "real";

/** What every provider of the sandbox is given. One per sandbox; `speed` may change while it runs. */
export interface SandboxContext {
  /** Folder that holds everything the sandbox remembers. A provider keeps its own in a sub-folder of its name. */
  dataDir: string;
  /** The one zone that the sandbox is authoritative for, e.g. `sandbox.localhost`. */
  domain: string;
  speed: Speed;
  faults: Faults;
  log(event: string, fields?: Record<string, unknown>): void;
  /** First port for machines; 0 lets the system choose. */
  machines: {
    portBase: number;
    /** For benchmarks: machines made from now on run nothing, and `nself` on them is answered by the sandbox itself. */
    hollow?: boolean;
  };
}
