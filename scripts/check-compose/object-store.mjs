import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";

// The sandbox's object store with MinIO's command line in a container: it serves a socket, and this port leads to it.
const socket = "/tmp/minio.sock";
const store = spawn(process.execPath, ["/opt/storage.mjs", "server", "--address", socket, "/data"], {
  stdio: "inherit",
});
store.on("exit", (code) => process.exit(code ?? 1));
createServer((client) => {
  const server = connect(socket);
  for (const [from, to] of [
    [client, server],
    [server, client],
  ]) {
    from.on("error", () => to.destroy());
    from.pipe(to);
  }
}).listen(9000, "0.0.0.0");
process.on("SIGTERM", () => store.kill("SIGTERM"));
