import { lastRuns } from "./read-routes";
import type { Reply } from "./request";
import type { RouteContext } from "./routes";

const shownRuns = 100;

/** `GET /`: the functions and the last runs, as plain HTML. Event data and outputs are not shown: the page asks for no key. */
export async function answerPage({ ctx, pool }: RouteContext): Promise<Reply> {
  const functions = [...ctx.memory.functions.values()]
    .filter(({ isRemoved }) => !isRemoved)
    .map(({ id, config }) => [id, config.triggers.map(({ event, cron }) => event ?? cron ?? "").join(", ")]);
  const runs = (await lastRuns(pool, shownRuns)).map((run) => [
    run.id,
    run.function_id,
    run.status,
    new Date(Number(run.queued_at_ms)).toISOString(),
    run.ended_at_ms === null ? "" : `${Number(run.ended_at_ms) - Number(run.queued_at_ms)} ms`,
  ]);
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Engine</title><style>body{font:14px/1.5 system-ui;margin:2rem;max-width:70rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.25rem 1rem .25rem 0;border-bottom:1px solid #8884}:root{color-scheme:light dark}</style>
<h1>Engine</h1><p>${ctx.memory.runs.size} runs active, ${functions.length} functions.</p>
<h2>Functions</h2>${table(["Function", "Triggers"], functions)}
<h2>Last runs</h2>${table(["Run", "Function", "Status", "Queued", "Took"], runs)}</html>`;
  return { status: 200, text, contentType: "text/html; charset=utf-8" };
}

function table(head: string[], rows: string[][]): string {
  const row = (tag: string, cells: string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  return `<table>${row("th", head)}${rows.map((cells) => row("td", cells)).join("")}</table>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
