import { createServer } from "node:net";

/** Below what systems hand out for outgoing connections (Linux: 32768 and up). */
const highestPort = 32_000;
const lowestPort = 20_000;

/** Finds ports of 127.0.0.1 that nobody listens on and hands each out once. */
export class FreePorts {
  #taken = new Set<number>();
  #next: number;
  #queue: Promise<unknown> = Promise.resolve();

  /** `portBase` 0 begins anywhere in 20000–32000. */
  constructor(private readonly portBase: number) {
    this.#next = portBase || lowestPort + Math.floor(Math.random() * (highestPort - lowestPort - 1000));
  }

  /** Marks ports as used, e.g. by a machine of the last run. */
  reserve(ports: number[]): void {
    for (const port of ports) this.#taken.add(port);
  }

  release(ports: number[]): void {
    for (const port of ports) this.#taken.delete(port);
  }

  /** The lowest free ports from the base upwards. */
  take(count: number): Promise<number[]> {
    const taking = this.#queue.then(async () => {
      const found: number[] = [];
      let port = this.portBase || this.#next;
      while (found.length < count) {
        if (port > 65_535) throw new Error("no free port is left for a machine");
        if (!this.#taken.has(port) && (await isFree(port))) {
          this.#taken.add(port);
          found.push(port);
        }
        port += 1;
      }
      this.#next = port > highestPort ? lowestPort : port;
      return found;
    });
    this.#queue = taking.catch(() => {});
    return taking;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
