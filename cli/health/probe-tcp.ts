import net from "node:net";
import type { HttpAddress } from "@/cli/lib/http-get";

/** Connects, and when a greeting is given waits for any answer to it. */
export function probeTcp(address: HttpAddress, greeting: string | null, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket =
      "socketPath" in address ? net.connect(address.socketPath) : net.connect(address.port, address.host);
    const finish = (error: Error | null) => {
      clearTimeout(timer);
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    const timer = setTimeout(() => finish(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    socket.on("error", finish);
    socket.on("connect", () => {
      if (greeting === null) finish(null);
      else socket.write(greeting);
    });
    socket.on("data", () => finish(null));
  });
}
