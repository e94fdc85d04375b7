import { afterEach, beforeEach, expect, test } from "vitest";
import { type SshExec, startSshServer, type TestSshServer } from "@/tests/harness/ssh-server";
import { closeConnections } from "./connect";
import { createSshKeyPair } from "./create-key-pair";
import type { MachineTarget } from "./machine-target";
import { runCommand } from "./run-command";

const host = createSshKeyPair("host");
const ours = createSshKeyPair("ours");
let server: TestSshServer;
let onExec: (exec: SshExec) => void;

beforeEach(async () => {
  server = await startSshServer({
    hostPrivateKey: host.privateKey,
    clientPublicKey: ours.publicKey,
    onExec: (exec) => onExec(exec),
  });
});
afterEach(async () => {
  closeConnections();
  await server.close();
});

function target(changes: Partial<MachineTarget> = {}): MachineTarget {
  const hostKey = host.publicKey.split(" ").slice(0, 2).join(" ");
  return { host: "127.0.0.1", port: server.port, hostKey, privateKey: ours.privateKey, ...changes };
}
const options = { timeoutMs: 5000 };

test("a command's exit code, output and input pass through", async () => {
  onExec = ({ channel }) => {
    let input = "";
    channel.on("data", (chunk: Buffer) => {
      input += chunk;
    });
    channel.on("end", () => {
      channel.stderr.write("a log line");
      channel.write(`got ${input}`);
      channel.exit(255);
      channel.end();
    });
  };
  const result = await runCommand(target(), ["cat", "a b"], { ...options, stdin: "hello" });
  expect(result).toEqual({ exitCode: 255, stdout: "got hello", stderr: "a log line" });
  expect(server.seen).toEqual(["connection", "auth publickey", "auth publickey", "exec cat 'a b'"]);
});

test("a server with another host key is sent neither a login nor a command", async () => {
  onExec = () => undefined;
  const { publicKey } = createSshKeyPair("another");
  const hostKey = publicKey.split(" ").slice(0, 2).join(" ");
  await expect(runCommand(target({ hostKey }), ["true"], options)).rejects.toMatchObject({
    code: "host_key_changed",
  });
  expect(server.seen).toEqual(["connection"]);
});

test("a missing pin matches no server", async () => {
  await expect(runCommand(target({ hostKey: "" }), ["true"], options)).rejects.toMatchObject({
    code: "host_key_changed",
  });
  expect(server.seen).toEqual(["connection"]);
});

test("a key that the server does not know is unreachable, not a crash", async () => {
  const { privateKey } = createSshKeyPair("stranger");
  await expect(runCommand(target({ privateKey }), ["true"], options)).rejects.toMatchObject({
    code: "machine_unreachable",
  });
});

test("nobody listening is unreachable", async () => {
  const { port } = server;
  await server.close();
  await expect(runCommand(target({ port }), ["true"], options)).rejects.toMatchObject({
    code: "machine_unreachable",
  });
  server = await startSshServer({ hostPrivateKey: host.privateKey, clientPublicKey: ours.publicKey, onExec });
});

test("commands share one connection", async () => {
  onExec = ({ channel }) => {
    channel.exit(0);
    channel.end();
  };
  await Promise.all([runCommand(target(), ["a"], options), runCommand(target(), ["b"], options)]);
  await runCommand(target(), ["c"], options);
  expect(server.seen.filter((event) => event === "connection")).toHaveLength(1);
});

test("a command that hangs ends at its time-out, and the next gets a fresh connection", async () => {
  onExec = ({ command, channel }) => {
    if (command === "hang") return;
    channel.exit(0);
    channel.end();
  };
  await expect(runCommand(target(), ["hang"], { timeoutMs: 100 })).rejects.toMatchObject({
    code: "machine_unreachable",
  });
  expect(await runCommand(target(), ["true"], options)).toMatchObject({ exitCode: 0 });
  expect(server.seen.filter((event) => event === "connection")).toHaveLength(2);
});

test("an end without an exit code is a broken connection, not a success", async () => {
  onExec = ({ channel }) => {
    channel.write('{"ok":tr');
    channel.close();
  };
  await expect(runCommand(target(), ["half"], options)).rejects.toMatchObject({
    code: "machine_unreachable",
  });
});

test("a flood of output is cut at one MiB", async () => {
  onExec = ({ channel }) => {
    channel.write(Buffer.alloc(3 * 1024 * 1024, "x"), () => {
      channel.exit(0);
      channel.end();
    });
  };
  expect((await runCommand(target(), ["flood"], options)).stdout).toHaveLength(1024 * 1024);
});
