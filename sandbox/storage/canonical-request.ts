/** Everything but A–Z a–z 0–9 - . _ ~ as %XX, which is stricter than encodeURIComponent. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The canonical request that Signature Version 4 signs, a character for each byte: headers hold whatever bytes came. S3 encodes
 * the path once.
 */
export function canonicalRequest(
  request: Request,
  url: URL,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const path = url.pathname
    .split("/")
    .map((segment) => uriEncode(decode(segment)))
    .join("/");
  const query = url.search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "" && !pair.startsWith("X-Amz-Signature="))
    .map((pair) => {
      const at = pair.indexOf("=");
      const [name, value] = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
      return [uriEncode(decode(name)), uriEncode(decode(value))] as const;
    })
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const headers = signedHeaders.map((name) => {
    const value = (request.headers.get(name) ?? "").replace(/[\t ]+/g, " ");
    return `${name}:${value}\n`;
  });
  return [request.method, path, query, headers.join(""), signedHeaders.join(";"), payloadHash].join("\n");
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
