/**
 * Loaded into every Node process of a machine. Each fetch that leaves it first asks the sandbox whether the network is
 * faulty (provider `uplink`, operation `GET /path`); that is one request over a kept loopback connection.
 */
const http = require("node:http");

const control = process.env.SANDBOX_MACHINE_CONTROL;
const plainFetch = globalThis.fetch;
const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });

function takeEffect(operation, url) {
  return new Promise((resolve) => {
    const body = JSON.stringify({ operation, url });
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const request = http.request(`${control}/uplink`, { method: "POST", agent, headers, timeout: 2000 });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(null));
    request.on("response", (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString()));
        } catch {
          resolve(null);
        }
      });
    });
    request.end(body);
  });
}

function networkError() {
  const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  return new TypeError("fetch failed", { cause });
}

async function changed(response, change) {
  const bytes = change(Buffer.from(await response.arrayBuffer()));
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  headers.delete("content-encoding");
  return new Response(bytes, { status: response.status, headers });
}

function flipByte(bytes) {
  const at = Math.floor(bytes.length / 2);
  if (bytes.length > 0) bytes[at] ^= 0x01;
  return bytes;
}

async function fetchUnder(effect, input, init) {
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  switch (effect.type) {
    case "status": {
      const body = JSON.stringify({ error: { code: effect.code, message: effect.message } });
      return new Response(body, { status: effect.status, headers: effect.headers });
    }
    case "reset":
      throw networkError();
    case "reset_after":
      await (await plainFetch(input, init)).arrayBuffer();
      throw networkError();
    case "delay":
      await require("node:timers/promises").setTimeout(effect.delayMs, undefined, { signal });
      return plainFetch(input, init);
    default: {
      const response = await plainFetch(input, init);
      if (effect.name === "tamper") return changed(response, flipByte);
      if (effect.name === "truncate")
        return changed(response, (bytes) => bytes.subarray(0, bytes.length / 2));
      return response;
    }
  }
}

if (control) {
  globalThis.fetch = async function fetch(input, init) {
    const url = new URL(input instanceof Request ? input.url : String(input));
    const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    const effect = await takeEffect(`${method} ${url.pathname}`, url.href);
    return effect ? fetchUnder(effect, input, init) : plainFetch(input, init);
  };
}
