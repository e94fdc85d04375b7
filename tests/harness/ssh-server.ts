import type { AddressInfo } from "node:net";
import ssh2, { type ServerChannel } from "ssh2";

export interface SshExec {
  command: string;
  channel: ServerChannel;
}

export interface TestSshServer {
  port: number;
  /** What reached the server, in order: "connection", "auth <method>", "exec <command>". */
  seen: string[];
  close(): Promise<void>;
}

/** An SSH server on loopback that keeps what reaches it and hands every command to `onExec`. */
export async function startSshServer(options: {
  hostPrivateKey: string;
  clientPublicKey: string;
  onExec: (exec: SshExec) => void;
}): Promise<TestSshServer> {
  const seen: string[] = [];
  const clients = new Set<{ end(): void }>();
  const allowed = ssh2.utils.parseKey(options.clientPublicKey);
  if (allowed instanceof Error) throw allowed;
  const server = new ssh2.Server({ hostKeys: [options.hostPrivateKey] }, (client) => {
    seen.push("connection");
    clients.add(client);
    if ("setNoDelay" in client && typeof client.setNoDelay === "function") client.setNoDelay(true);
    client.on("error", () => undefined);
    client.on("close", () => clients.delete(client));
    client.on("authentication", (context) => {
      seen.push(`auth ${context.method}`);
      const known = context.method === "publickey" && context.key.data.equals(allowed.getPublicSSH());
      const proven =
        known &&
        (!context.signature ||
          allowed.verify(context.blob ?? Buffer.alloc(0), context.signature, context.hashAlgo) === true);
      if (proven) context.accept();
      else context.reject(["publickey"]);
    });
    client.on("session", (acceptSession) => {
      acceptSession().on("exec", (acceptExec, _reject, info) => {
        seen.push(`exec ${info.command}`);
        options.onExec({ command: info.command, channel: acceptExec() });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const client of clients) client.end();
      }),
  };
}
