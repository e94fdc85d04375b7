export type Log = (event: string, fields?: Record<string, unknown>) => void;

/** One JSON object a line on stderr: `{ at, event, ...fields }`. */
export const logToStderr: Log = (event, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`);
};

export const logNothing: Log = () => {};
