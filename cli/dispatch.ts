import { Argument, Command as Program } from "commander";
import type { Command, CommandContext } from "@/cli/command";
import { commandAliases, commandTable } from "@/cli/command-table";
import { Failure } from "@/cli/lib/failure";
import { withLock } from "@/cli/lib/lock";
import type { Paths } from "@/cli/lib/paths";
import { readStandardInput } from "@/cli/lib/standard-input";

export interface Outcome {
  json: boolean;
  data: unknown;
  text: string;
}

/** Which command the first words name; null for help, `--version` and what does not exist. */
function namedCommand(argv: string[]): string | null {
  const [first, second] = argv;
  if (first === undefined) return null;
  if (second !== undefined && Object.hasOwn(commandTable, `${first} ${second}`)) return `${first} ${second}`;
  return Object.hasOwn(commandTable, first) ? first : null;
}

function addCommand(program: Program, command: Command, run: (context: ContextParts) => Promise<void>): void {
  const words = command.name.split(" ");
  const last = words.pop() ?? "";
  let parent = program;
  for (const word of words) {
    parent =
      parent.commands.find((entry) => entry.name() === word) ?? parent.command(word).description(`${word} …`);
  }
  const leaf = parent
    .command(last)
    .description(command.summary)
    .option("--json", "print one JSON envelope on stdout");
  for (const { name, about } of command.args ?? []) leaf.addArgument(new Argument(name, about));
  for (const { flags, about } of command.options ?? []) leaf.option(flags, about);
  leaf.action(async () => {
    const values = new Map<string, unknown>();
    leaf.registeredArguments.forEach((argument, index) => {
      values.set(argument.name(), leaf.processedArgs[index]);
    });
    await run({ values, options: leaf.opts() });
  });
}

interface ContextParts {
  values: Map<string, unknown>;
  options: Record<string, unknown>;
}

function contextOf(paths: Paths, { values, options }: ContextParts): CommandContext {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    paths,
    arg: (name) => text(values.get(name)) ?? "",
    list: (name) => {
      const value = values.get(name);
      return Array.isArray(value) ? value.map(String) : [];
    },
    option: (name) => text(options[name]),
    flag: (name) => options[name] === true,
    readInput: readStandardInput,
  };
}

/** `db pitr --target <time>` is `backup restore --pitr <time>`, and so on. */
function withoutAlias(argv: string[]): string[] {
  const alias = commandAliases.find(([typed]) => typed.every((word, at) => argv[at] === word));
  if (!alias) return argv;
  const [typed, meant] = alias;
  const rest = argv.slice(typed.length);
  return [
    ...meant,
    ...(typed[1] === "pitr" ? rest.map((word) => (word === "--target" ? "--pitr" : word)) : rest),
  ];
}

/** Parses the command line and runs the one command it names. Help and usage errors are thrown as commander's own errors. */
export async function dispatch(given: string[], paths: Paths): Promise<Outcome> {
  const argv = withoutAlias(given);
  const name = namedCommand(argv);
  const names = name === null ? Object.keys(commandTable) : [name];
  const program = new Program("nself")
    .description("Runs a backend on this server.")
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .enablePositionalOptions();
  let outcome: Outcome | null = null;
  for (const entry of names) {
    const load = commandTable[entry];
    if (!load) continue;
    const command = (await load()).default;
    addCommand(program, command, async (parts) => {
      const work = () => command.execute(contextOf(paths, parts));
      const done = command.exclusive
        ? await withLock(`${paths.run}/machine.lock`, 60_000, work)
        : await work();
      outcome = { json: parts.options.json === true, ...done };
    });
  }
  await program.parseAsync(argv, { from: "user" });
  if (outcome === null)
    throw new Failure("usage", "No command was given", { hint: "nself --help", exit: "usage" });
  return outcome;
}
