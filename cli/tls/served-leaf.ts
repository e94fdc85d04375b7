import tls from "node:tls";

/** SHA-256 of the leaf that is served for a name, by a real handshake; rejects when there is none in time. */
export function servedLeaf(
  address: { host: string; port: number },
  name: string,
  timeoutMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // Whether clients trust the certificate is another question: a placeholder is a valid answer here.
    const socket = tls.connect({ ...address, servername: name, rejectUnauthorized: false });
    const finish = (error: Error | null, fingerprint = "") => {
      clearTimeout(timer);
      socket.destroy();
      if (error) reject(error);
      else resolve(fingerprint);
    };
    const timer = setTimeout(() => finish(new Error(`no handshake within ${timeoutMs} ms`)), timeoutMs);
    socket.on("error", finish);
    socket.on("secureConnect", () => {
      finish(null, socket.getPeerCertificate().fingerprint256.replaceAll(":", "").toLowerCase());
    });
  });
}
