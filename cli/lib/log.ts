type Fields = Record<string, string | number | boolean>;

/**
 * One line per entry on stderr: the message, then its fields. The control plane shows these lines to the customer as they are, so they
 * carry no time (the reader adds it) and no colour.
 */
function write(prefix: string, message: string, fields: Fields = {}): void {
  const tail = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  process.stderr.write(`${prefix}${message.replaceAll("\n", " ")}${tail.join("")}\n`);
}

export const log = {
  info: (message: string, fields?: Fields) => write("", message, fields),
  warn: (message: string, fields?: Fields) => write("warning: ", message, fields),
  error: (message: string, fields?: Fields) => write("error: ", message, fields),
};
