import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { type Answer, decode, encode, type RecordType } from "dns-packet";
import { readTcpMessages } from "./read-tcp-messages";

export interface DnsReply {
  /** 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED (RFC 1035 4.1.1). */
  code: number;
  answers: Answer[];
}

/**
 * Asks one question of one name server over UDP, and over TCP when the answer was cut.
 * @param server `address:port`
 * @throws when no answer comes within `timeoutMs`.
 */
export async function queryDns(
  server: string,
  name: string,
  type: RecordType,
  timeoutMs = 2000,
): Promise<DnsReply> {
  const id = randomInt(0x10000);
  const message = encode({ id, type: "query", flags: 0, questions: [{ name, type }] });
  const [host = "127.0.0.1", port = "53"] = server.split(":");
  const reply = await askUdp(message, id, host, Number(port), timeoutMs);
  return reply ?? (await askTcp(message, host, Number(port), timeoutMs));
}

function read(message: Buffer): DnsReply & { truncated: boolean; id: number | undefined } {
  const packet = decode(message);
  return {
    code: (packet.flags ?? 0) & 0xf,
    answers: packet.answers ?? [],
    truncated: packet.flag_tc,
    id: packet.id,
  };
}

/** Null when the answer did not fit into UDP. */
function askUdp(
  message: Buffer,
  id: number,
  host: string,
  port: number,
  timeoutMs: number,
): Promise<DnsReply | null> {
  const socket = createSocket("udp4");
  return new Promise<DnsReply | null>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer from ${host}:${port}`)), timeoutMs);
    socket.once("close", () => clearTimeout(timer));
    socket.on("error", reject);
    socket.on("message", (bytes) => {
      const reply = read(bytes);
      if (reply.id === id) resolve(reply.truncated ? null : reply);
    });
    socket.send(message, port, host);
  }).finally(() => socket.close());
}

function askTcp(message: Buffer, host: string, port: number, timeoutMs: number): Promise<DnsReply> {
  const socket = connect(port, host);
  return new Promise<DnsReply>((resolve, reject) => {
    socket.setTimeout(timeoutMs, () => reject(new Error(`no answer from ${host}:${port}`)));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`${host}:${port} closed the connection`)));
    readTcpMessages(socket, (bytes) => resolve(read(bytes)));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    socket.write(Buffer.concat([length, message]));
  }).finally(() => socket.destroy());
}
