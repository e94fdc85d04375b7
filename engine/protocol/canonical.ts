import canonicalize from "canonicalize";

/**
 * RFC 8785 canonical JSON. The SDK re-canonicalises what it receives before it checks our signature, so everything
 * that goes into a call body is canonicalised once, when it is stored, and only concatenated afterwards.
 * `undefined` becomes `null`; lone surrogates, which RFC 8785 forbids, become U+FFFD.
 */
export function canonicalJson(value: unknown): string {
  try {
    return canonicalize(value) ?? "null";
  } catch {
    return canonicalize(wellFormed(value)) ?? "null";
  }
}

function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return Buffer.from(value, "utf8").toString("utf8");
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [String(wellFormed(key)), wellFormed(item)]),
    );
  }
  return value;
}
