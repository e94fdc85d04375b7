import type { Socket } from "node:net";

/** Calls back with every DNS message of a TCP connection: each follows its length in two octets (RFC 1035 4.2.2). */
export function readTcpMessages(socket: Socket, onMessage: (message: Buffer) => void): void {
  let pending = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2) {
      const lengthBytes = pending.readUInt16BE(0);
      if (pending.length < 2 + lengthBytes) return;
      onMessage(pending.subarray(2, 2 + lengthBytes));
      pending = pending.subarray(2 + lengthBytes);
    }
  });
}
