/** The part of EventSource that is used; a test brings its own. */
export interface StreamSource {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

interface Options {
  /** Opens a stream of what comes after the event with this id; null for all of it. */
  open(after: string | null): StreamSource;
  /** Called later, unless the function it answers is called before. */
  later(action: () => void, ms: number): () => void;
  random(): number;
  onConnected(connected: boolean): void;
  on: Record<string, (data: string) => void>;
  onEnd(): void;
}

/** As in the HTML standard; named here because there is no EventSource where tests run. */
const closed = 2;
const firstDelayMs = 1000;
const longestDelayMs = 30_000;

/**
 * Keeps a stream of server-sent events open until its `end`. The browser reconnects by itself when a connection breaks, but
 * gives up for good (CLOSED) at any answer other than 200, such as a proxy's 502 during a deploy: then a new stream is
 * opened, later each time. Half of each delay is chance, so that the pages of a restarted server do not return together.
 */
export function resumingStream({ open, later, random, onConnected, on, onEnd }: Options): () => void {
  let lastId: string | null = null;
  let failures = 0;
  let stop = () => {};
  const connect = () => {
    const source = open(lastId);
    stop = () => source.close();
    source.addEventListener("open", () => {
      failures = 0;
      onConnected(true);
    });
    source.addEventListener("error", () => {
      onConnected(false);
      if (source.readyState !== closed) return;
      const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
      failures += 1;
      stop = later(connect, delay * (0.5 + random() / 2));
    });
    for (const [type, receive] of Object.entries(on)) {
      source.addEventListener(type, (event) => {
        // Events without an id of their own carry the last one, and none at all on a new stream.
        if (event.lastEventId) lastId = event.lastEventId;
        receive(event.data);
      });
    }
    source.addEventListener("end", () => {
      source.close();
      onConnected(true);
      onEnd();
    });
  };
  connect();
  return () => stop();
}
