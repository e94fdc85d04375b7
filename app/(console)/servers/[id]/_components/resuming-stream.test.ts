import { expect, test } from "vitest";
import { resumingStream, type StreamSource } from "./resuming-stream";

const [connecting, open, closed] = [0, 1, 2];

class FakeSource implements StreamSource {
  readyState = connecting as number;
  private listeners: [string, (event: MessageEvent<string>) => void][] = [];
  constructor(readonly after: string | null) {}
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.push([type, listener]);
  }
  close(): void {
    this.readyState = closed;
  }
  emit(type: string, data = "", lastEventId = ""): void {
    const event = { data, lastEventId } as MessageEvent<string>;
    for (const [of, listener] of this.listeners) if (of === type) listener(event);
  }
  opens(): void {
    this.readyState = open;
    this.emit("open");
  }
  breaks(readyState: number): void {
    this.readyState = readyState;
    this.emit("error");
  }
}

/** A stream whose sources and timers the test holds in its hands. */
function start({ random = 1 } = {}) {
  const sources: FakeSource[] = [];
  const timers: { action: () => void; ms: number }[] = [];
  const seen = { connected: true, lines: [] as string[], ends: 0 };
  const stop = resumingStream({
    open: (after) => {
      const source = new FakeSource(after);
      sources.push(source);
      return source;
    },
    later: (action, ms) => {
      const timer = { action, ms };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    random: () => random,
    onConnected: (connected) => {
      seen.connected = connected;
    },
    on: { log: (data) => seen.lines.push(data) },
    onEnd: () => {
      seen.ends += 1;
    },
  });
  const newest = () => sources.at(-1) as FakeSource;
  const elapse = () => timers.shift()?.action();
  return { sources, timers, seen, stop, newest, elapse };
}

test("a connection that the browser mends itself is not opened again", () => {
  const { sources, timers, seen, newest } = start();
  newest().opens();
  newest().breaks(connecting);
  expect(seen.connected).toBe(false);
  newest().opens();
  expect(seen.connected).toBe(true);
  expect([sources.length, timers.length]).toEqual([1, 0]);
});

test("an answer other than 200 counts as not connected, and a new stream goes on after the last line", () => {
  const { sources, seen, newest, elapse } = start();
  newest().opens();
  newest().emit("log", "one", "7");
  newest().breaks(closed);
  expect(seen.connected).toBe(false);
  elapse();
  expect(sources.map(({ after }) => after)).toEqual([null, "7"]);
  newest().breaks(closed);
  elapse();
  expect(newest().after).toBe("7");
  newest().opens();
  newest().emit("log", "two", "8");
  expect(seen).toEqual({ connected: true, lines: ["one", "two"], ends: 0 });
});

test("the delay doubles from 1 s to 30 s, and starts over once a stream was open", () => {
  const { timers, newest, elapse } = start();
  const delays: (number | undefined)[] = [];
  const fail = () => {
    newest().breaks(closed);
    delays.push(timers[0]?.ms);
    elapse();
  };
  for (let failure = 0; failure < 7; failure += 1) fail();
  newest().opens();
  fail();
  expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 1000]);
});

test("chance takes off up to half of a delay", () => {
  const { timers, newest } = start({ random: 0 });
  newest().breaks(closed);
  expect(timers[0]?.ms).toBe(500);
});

test("after its end a stream is closed and connected, and nothing is opened again", () => {
  const { sources, timers, seen, newest } = start();
  newest().opens();
  newest().emit("end");
  expect(newest().readyState).toBe(closed);
  expect(seen).toEqual({ connected: true, lines: [], ends: 1 });
  expect([sources.length, timers.length]).toEqual([1, 0]);
});

test("stopping closes the stream, or keeps the next one from being opened", () => {
  const running = start();
  running.newest().opens();
  running.stop();
  expect(running.newest().readyState).toBe(closed);
  const waiting = start();
  waiting.newest().breaks(closed);
  waiting.stop();
  expect([waiting.sources.length, waiting.timers.length]).toEqual([1, 0]);
});
