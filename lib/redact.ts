/** What looks like a secret in free text: our own prefixes, key = value pairs, bearer tokens, PEM blocks, URL passwords. */
const patterns: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, "[redacted key]"],
  [/\b(nsc|nself)_(?:[a-z]+_)?[A-Za-z0-9_-]{20,}/g, "$1_[redacted]"],
  [/\b(bearer)\s+[A-Za-z0-9._~+/=-]{8,}/gi, "$1 [redacted]"],
  [/((?:password|passwd|secret|token|api[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;]{4,}/gi, "$1[redacted]"],
  [/(\b[a-z][a-z0-9+]*:\/\/[^\s:/@]+:)[^\s@/]+@/gi, "$1[redacted]@"],
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal control sequences are what is removed
const controlSequences = /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Makes a line from a server safe to store and show: no terminal control, no secrets, at most `maxLength` characters. */
export function redactLine(line: string, maxLength = 2000): string {
  let text = line.slice(0, maxLength * 4).replace(controlSequences, "");
  for (const [pattern, replacement] of patterns) text = text.replace(pattern, replacement);
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
