import { escapeHtml } from "@/sandbox/html";

export interface IndexEntry {
  title: string;
  address: string;
  /** Whether a browser can open the address. */
  link: boolean;
}

/** The page at `/`: what the sandbox answers, and where. */
export function renderIndexPage(domain: string, entries: readonly IndexEntry[]): string {
  const rows = entries.map(({ title, address, link }) => {
    const text = escapeHtml(address);
    return `<tr><th scope="row">${escapeHtml(title)}</th><td>${link ? `<a href="${text}">${text}</a>` : `<code>${text}</code>`}</td></tr>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  th { text-align: left; padding: .35rem 2rem .35rem 0; font-weight: 600; white-space: nowrap; }
  td { overflow-wrap: anywhere; }
</style>
<h1>Sandbox</h1>
<p>The providers of ${escapeHtml(domain)}, played on this machine. Nothing here costs money or leaves it.</p>
<table>${rows.join("\n")}</table>
</html>
`;
}
