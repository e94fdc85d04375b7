import type { EngineContext } from "@/engine/engine-context";
import { log } from "@/engine/log";
import type { AppCaller } from "@/engine/protocol/call-app";
import { signBody } from "@/engine/protocol/signature";

const retryMs = 1000;
const resyncMs = 3000;

/** Asks the apps at these URLs to register: until they answer, again when they come back, and every few seconds, since they may have changed. */
export class AppSync {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly synced = new Set<string>();
  private closed = false;

  constructor(
    private readonly ctx: EngineContext,
    private readonly caller: AppCaller,
    private readonly urls: readonly string[],
  ) {}

  start(): void {
    for (const url of this.urls) this.schedule(url, 0);
  }

  /** A call found the app down: ask again soon, its functions may be others when it is back. */
  noteUnreachable(appName: string): void {
    const url = this.ctx.memory.apps.get(appName)?.url;
    for (const known of this.urls)
      if (url && sameAddress(url, known) && this.synced.delete(known)) this.schedule(known, retryMs);
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private schedule(url: string, delayMs: number): void {
    clearTimeout(this.timers.get(url));
    if (this.closed) return;
    this.timers.set(
      url,
      setTimeout(() => void this.sync(url), delayMs),
    );
  }

  private async sync(url: string): Promise<void> {
    const problem = await syncApp(this.ctx, this.caller, url);
    if (problem && this.synced.delete(url)) log.warn({ url, problem }, "the app does not answer any more");
    if (!problem && !this.synced.has(url)) log.info({ url }, "the app is registered");
    if (!problem) this.synced.add(url);
    this.schedule(url, problem ? retryMs : resyncMs);
  }
}

/** One `PUT` to the app, which makes its SDK call `/fn/register`. Returns what went wrong, or null. */
async function syncApp(ctx: EngineContext, caller: AppCaller, url: string): Promise<string | null> {
  const body = JSON.stringify({ url });
  const headers: Record<string, string> = { "x-inngest-server-kind": ctx.signingKey ? "cloud" : "dev" };
  if (ctx.signingKey) headers["x-inngest-signature"] = signBody(body, ctx.signingKey, Date.now());
  const outcome = await caller.send("PUT", url, headers, body);
  if (outcome.kind !== "answer") return outcome.message;
  const { status } = outcome.answer;
  return status === 200 ? null : `HTTP ${status} ${outcome.answer.body.slice(0, 300)}`;
}

function sameAddress(left: string, right: string): boolean {
  const a = new URL(left);
  const b = new URL(right);
  return a.port === b.port && a.pathname === b.pathname;
}
