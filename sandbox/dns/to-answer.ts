import type { Answer, CaaData } from "dns-packet";
import type { ZoneRecord } from "./zone";

/** A record on the wire. Null for content that does not read as its type. */
export function toAnswer(record: ZoneRecord): Answer | null {
  const common = { name: record.name, ttl: record.ttlSeconds, class: "IN" as const };
  switch (record.type) {
    case "A":
    case "AAAA":
      return { ...common, type: record.type, data: record.content };
    case "CNAME":
    case "NS":
      return { ...common, type: record.type, data: record.content.replace(/\.$/, "") };
    case "TXT":
      return { ...common, type: "TXT", data: textChunks(record.content) };
    case "CAA": {
      const data = parseCaa(record.content);
      return data && { ...common, type: "CAA", data };
    }
    case "MX": {
      const [preference = "", exchange = ""] = record.content.split(/\s+/);
      return { ...common, type: "MX", data: { preference: Number(preference), exchange } };
    }
    case "SRV": {
      const [priority = "", weight = "", port = "", target = ""] = record.content.split(/\s+/);
      const data = { priority: Number(priority), weight: Number(weight), port: Number(port), target };
      return { ...common, type: "SRV", data };
    }
  }
}

/** `0 issue "letsencrypt.org; validationmethods=dns-01"` (RFC 8659). */
export function parseCaa(content: string): CaaData | null {
  const match = /^(\d+)\s+(issue|issuewild|iodef)\s+"?([^"]*)"?$/.exec(content);
  if (!match) return null;
  const [, flags = "0", tag, value = ""] = match;
  if (tag !== "issue" && tag !== "issuewild" && tag !== "iodef") return null;
  return { flags: Number(flags), tag, value };
}

/** A TXT content, quoted (`"a" "b"`) or bare, as the strings of at most 255 octets that DNS carries. */
function textChunks(content: string): Buffer[] {
  const quoted = [...content.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) =>
    (match[1] ?? "").replace(/\\(.)/g, "$1"),
  );
  const strings = content.startsWith('"') && quoted.length > 0 ? quoted : [content];
  return strings.flatMap((text) => {
    const bytes = Buffer.from(text);
    const chunks: Buffer[] = [];
    for (let at = 0; at < Math.max(bytes.length, 1); at += 255) chunks.push(bytes.subarray(at, at + 255));
    return chunks;
  });
}
