import ssh2 from "ssh2";

export interface ExecResult {
  stdout: string;
  stderr: string;
  /** Null when the connection went before the command ended. */
  code: number | null;
  /** What the server showed: the key's blob in base64. */
  hostKey: string;
}

/** For tests: runs one command as root over SSH. Rejects when no connection comes about. */
export function sshExec(
  target: { port: number; privateKey: string; stdin?: string },
  command: string,
): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    const result: ExecResult = { stdout: "", stderr: "", code: null, hostKey: "" };
    let ready = false;
    client.on("error", (error) => (ready ? resolve(result) : reject(error)));
    client.on("close", () => (ready ? resolve(result) : reject(new Error("closed before it was ready"))));
    client.on("ready", () => {
      ready = true;
      client.exec(command, (error, channel) => {
        if (error) return reject(error);
        channel.on("data", (chunk: Buffer) => {
          result.stdout += chunk.toString();
        });
        channel.stderr.on("data", (chunk: Buffer) => {
          result.stderr += chunk.toString();
        });
        channel.on("exit", (code: number | null) => {
          result.code = code;
        });
        channel.on("close", () => client.end());
        channel.end(target.stdin ?? "");
      });
    });
    client.connect({
      host: "127.0.0.1",
      port: target.port,
      username: "root",
      privateKey: target.privateKey,
      readyTimeout: 10_000,
      hostVerifier: (key: Buffer) => {
        result.hostKey = key.toString("base64");
        return true;
      },
    });
    client.setNoDelay(true);
  });
}
