import { createSocket, type Socket } from "node:dgram";
import { type AddressInfo, createServer, type Server, type Socket as TcpSocket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type DecodedPacket, decode, encode, type Packet, TRUNCATED_RESPONSE } from "dns-packet";
import type { SandboxContext } from "@/sandbox/context";
import type { FaultEffect } from "@/sandbox/faults";
import { answerQuery, type ResponseCode, respond, responseCodes } from "./answer-query";
import { readTcpMessages } from "./read-tcp-messages";
import type { Zone } from "./zone";

export interface DnsServer {
  /** `127.0.0.1:port`, the same port for UDP and TCP. */
  address: string;
  close(): Promise<void>;
}

/** What a query over UDP without EDNS may be answered with (RFC 1035 4.2.1), and what we offer with it. */
const plainUdpBytes = 512;
const ednsUdpBytes = 1232;

/** Starts the name server of the zone on 127.0.0.1, UDP and TCP. */
export async function startDns(context: SandboxContext, zone: Zone, port: number): Promise<DnsServer> {
  const { udp, tcp, boundPort } = await bind(port);
  const connections = new Set<TcpSocket>();

  const answer = async (message: Buffer, overUdp: boolean): Promise<Buffer | null> => {
    let query: DecodedPacket;
    try {
      query = decode(message);
    } catch {
      return null;
    }
    if (query.flag_qr) return null;
    const question = query.questions?.[0];
    const effect = context.faults.take("dns", `query ${question?.type ?? "?"}`, question?.name);
    const packet = await underFault(effect, zone, query);
    return packet && encodeWithin(packet, overUdp ? udpLimitBytes(query) : Number.POSITIVE_INFINITY);
  };
  const answerSafely = (message: Buffer, overUdp: boolean): Promise<Buffer | null> =>
    answer(message, overUdp).catch((error: unknown) => {
      context.log("dns.error", { error: String(error) });
      return null;
    });

  udp.on("message", (message, from) => {
    void answerSafely(message, true).then((reply) => {
      if (reply) udp.send(reply, from.port, from.address, () => {});
    });
  });
  udp.on("error", (error) => context.log("dns.error", { error: String(error) }));
  tcp.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
    socket.on("error", () => socket.destroy());
    readTcpMessages(socket, async (message) => {
      const reply = await answerSafely(message, false);
      if (!reply) return void socket.destroy();
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.write(Buffer.concat([length, reply]));
    });
  });

  return {
    address: `127.0.0.1:${boundPort}`,
    close: async () => {
      for (const socket of connections) socket.destroy();
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise<void>((resolve) => tcp.close(() => resolve())),
      ]);
    },
  };
}

async function underFault(
  effect: FaultEffect | null,
  zone: Zone,
  query: DecodedPacket,
): Promise<Packet | null> {
  switch (effect?.type) {
    case "reset":
    case "reset_after":
      return null;
    case "delay":
      await wait(effect.delayMs);
      return answerQuery(zone, query, "current");
    case "status":
      return respond(query, isResponseCode(effect.code) ? effect.code : "SERVFAIL");
    case "named":
      return answerQuery(zone, query, effect.name === "stale" ? "stale" : "current");
    case undefined:
      return answerQuery(zone, query, "current");
  }
}

function isResponseCode(code: string | undefined): code is ResponseCode {
  return code !== undefined && code in responseCodes;
}

function udpLimitBytes(query: DecodedPacket): number {
  const edns = query.additionals?.find((record) => record.type === "OPT");
  if (edns?.type !== "OPT") return plainUdpBytes;
  return Math.max(plainUdpBytes, Math.min(edns.udpPayloadSize, ednsUdpBytes));
}

function encodeWithin(packet: Packet, limitBytes: number): Buffer {
  const whole = encode(packet);
  if (whole.length <= limitBytes) return whole;
  return encode({ ...packet, flags: (packet.flags ?? 0) | TRUNCATED_RESPONSE, answers: [], authorities: [] });
}

async function bind(port: number): Promise<{ udp: Socket; tcp: Server; boundPort: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const tcp = createServer();
    await listenTcp(tcp, port);
    const boundPort = (tcp.address() as AddressInfo).port;
    const udp = createSocket("udp4");
    try {
      await bindUdp(udp, boundPort);
      return { udp, tcp, boundPort };
    } catch (error) {
      udp.close();
      tcp.close();
      // With a port of the system's choice, the one that TCP got may be taken for UDP.
      if (port !== 0 || attempt >= 10) throw error;
    }
  }
}

function listenTcp(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

function bindUdp(socket: Socket, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, "127.0.0.1", () => {
      socket.off("error", reject);
      resolve();
    });
  });
}
