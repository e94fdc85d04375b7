const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&quot;": '"',
  "&#39;": "'",
  "&#x27;": "'",
  "&lt;": "<",
  "&gt;": ">",
};

/** The http(s) addresses in a mail: the links of its HTML, then those written out in its text; each once. */
export function findLinks(html: string, text: string): string[] {
  const hrefs = [...html.matchAll(/<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map((match) =>
    (match[1] ?? match[2] ?? "").replace(
      /&(?:amp|quot|#39|#x27|lt|gt);/g,
      (entity) => entities[entity] ?? entity,
    ),
  );
  const written = [...text.matchAll(/https?:\/\/[^\s<>"')\]]+/g)].map((match) =>
    match[0].replace(/[.,;:!?]+$/, ""),
  );
  return [...new Set([...hrefs, ...written])].filter((link) => /^https?:\/\//.test(link));
}
