"use client";

import { useRef } from "react";
import { formatTime } from "@/lib/format";
import { isCovered, keyStep, type Span, shareOf, snap, within } from "@/lib/restore/time-line-rules";
import { TimeLineBand } from "./time-line-band";

interface Props {
  window: Span;
  covered: Span[];
  at: number;
  onChange(at: number): void;
}

/** The line itself, a slider in time. */
export function TimeLineTrack({ window, covered, at, onChange }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const clamp = (time: number) => Math.min(window.until, Math.max(window.from, time));
  const choose = (clientX: number) => {
    const place = box.current?.getBoundingClientRect();
    if (!place) return;
    const share = (clientX - place.left) / place.width;
    onChange(snap(clamp(window.from + share * (window.until - window.from)), window, covered));
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const shown = within(window, covered);
    const edges: Record<string, number | undefined> = { Home: shown[0]?.from, End: shown.at(-1)?.until };
    const step = keyStep(event.key);
    const next = edges[event.key] ?? (step === null ? null : clamp(at + step));
    if (next === null) return;
    event.preventDefault();
    onChange(next);
  };
  const inside = at >= window.from && at <= window.until;
  const words = `${formatTime(new Date(at))}, ${isCovered(at, covered) ? "can be restored" : "cannot be restored"}`;
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label="Time to restore to"
      aria-describedby="time-line-keys"
      aria-valuemin={Math.floor(window.from / 1000)}
      aria-valuemax={Math.ceil(window.until / 1000)}
      aria-valuenow={Math.floor(clamp(at) / 1000)}
      aria-valuetext={words}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        choose(event.clientX);
      }}
      onPointerMove={(event) => event.buttons === 1 && choose(event.clientX)}
      className="relative h-14 cursor-crosshair touch-pan-y select-none"
    >
      <TimeLineBand window={window} covered={covered} />
      {inside ? (
        <span
          className="pointer-events-none absolute -inset-y-1 w-0.5 -translate-x-1/2 rounded bg-ink"
          style={{ left: `${shareOf(window, at) * 100}%` }}
        >
          <span className="absolute top-1/2 left-1/2 size-4 -translate-1/2 rounded-full border-2 border-surface bg-ink" />
        </span>
      ) : null}
    </div>
  );
}
