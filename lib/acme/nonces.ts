import acme from "acme-client";

/** A CA forgets them within hours or less; a few are enough for what runs at the same time. */
const kept = 32;
const longestMs = 5 * 60_000;

const pools = new Map<string, { nonce: string; at: number }[]>();

/**
 * Signs with the nonces that the CA's answers bring along (RFC 8555 section 6.5.1). acme-client asks for a fresh one before
 * every request, which doubles the requests of an order. One that is refused after all costs what it costs without: the
 * client signs again with the nonce of the refusal.
 */
export function reuseNonces(): void {
  acme.axios.interceptors.request.use((config) => {
    if (config.method?.toLowerCase() !== "head" || !config.url) return config;
    const nonce = take(new URL(config.url).origin);
    if (nonce === undefined) return config;
    const headers = { "replay-nonce": nonce };
    config.adapter = async () => ({ data: "", status: 200, statusText: "OK", headers, config });
    return config;
  });
  acme.axios.interceptors.response.use((response) => {
    const { method, url } = response.config;
    const nonce: unknown = response.headers["replay-nonce"];
    // Those of a refusal and of an asked-for one are used at once, by acme-client itself.
    if (method?.toLowerCase() !== "head" && response.status !== 400 && url && typeof nonce === "string") {
      keep(new URL(url).origin, nonce);
    }
    return response;
  });
}

function take(origin: string): string | undefined {
  const pool = pools.get(origin) ?? [];
  while (pool.length > 0) {
    const newest = pool.pop();
    if (newest && Date.now() - newest.at < longestMs) return newest.nonce;
  }
  return undefined;
}

function keep(origin: string, nonce: string): void {
  const pool = pools.get(origin) ?? [];
  pools.set(origin, [...pool, { nonce, at: Date.now() }].slice(-kept));
}
