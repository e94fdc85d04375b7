import pino from "pino";

/**
 * Structured logs on stderr, or in the file ENGINE_LOG_FILE: stdout stays free for whoever starts the engine. Level `info` unless main.ts
 * changes it.
 */
export const log = pino(
  { base: { part: "engine" }, timestamp: pino.stdTimeFunctions.isoTime },
  // biome-ignore lint/style/noProcessEnv: where to write is settled when the first module loads.
  pino.destination(process.env.ENGINE_LOG_FILE ?? 2),
);
