const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Ids for the events of one request. With the SDK's seed (`<epoch ms>,<base64 of 10 bytes>`) they are the same when it sends the same
 * request again, so a repeated send starts nothing twice. Without one, `fallback` makes them.
 */
export function seededIds(seed: string | string[] | undefined, fallback: () => string): () => string {
  const [timeText = "", entropyText = ""] = typeof seed === "string" ? seed.split(",") : [];
  const timeMs = Number(timeText);
  const entropy = Buffer.from(entropyText, "base64");
  if (!Number.isSafeInteger(timeMs) || timeMs <= 0 || timeMs >= 2 ** 48 || entropy.length !== 10)
    return fallback;
  let next = BigInt(`0x${entropy.toString("hex")}`);
  return () => base32(BigInt(timeMs), 10) + base32(next++ % 2n ** 80n, 16);
}

function base32(value: bigint, length: number): string {
  let text = "";
  for (let left = value; text.length < length; left >>= 5n)
    text = (alphabet[Number(left & 31n)] ?? "0") + text;
  return text;
}
