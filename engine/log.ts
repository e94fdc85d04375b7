import pino from "pino";

/** Structured logs on stderr: stdout stays free for whoever starts the engine. Level `info` unless main.ts changes it. */
export const log = pino(
  { base: { part: "engine" }, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination(2),
);
