/** Arguments as one line for a POSIX shell: nothing in them is ever interpreted. A NUL cannot be passed and is refused. */
export function quoteArgv(argv: readonly string[]): string {
  return argv.map(quote).join(" ");
}

function quote(argument: string): string {
  if (argument.includes("\0")) throw new TypeError("an argument cannot hold a NUL character");
  if (/^[A-Za-z0-9_@%+:,./-]+$/.test(argument)) return argument;
  return `'${argument.replaceAll("'", "'\\''")}'`;
}
