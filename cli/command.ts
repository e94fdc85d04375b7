import type { z } from "zod";
import type { Paths } from "@/cli/lib/paths";

export interface CommandContext {
  paths: Paths;
  /** A positional argument that is required. */
  arg(name: string): string;
  /** The values of a variadic argument. */
  list(name: string): string[];
  /** The value of an option, undefined when it was not given. */
  option(name: string): string | undefined;
  /** Whether an option without a value was given; named in camelCase. */
  flag(name: string): boolean;
  readInput(): Promise<string>;
}

export interface CommandDefinition<T> {
  /** As it is typed: `plugin install`. */
  name: string;
  summary: string;
  /** In commander's notation: `<id>`, `[name...]`. */
  args?: { name: string; about: string }[];
  options?: { flags: string; about: string }[];
  /** Changes the machine: one such command at a time. */
  exclusive?: boolean;
  output: z.ZodType<T>;
  run(context: CommandContext): Promise<T>;
  /** The plain human output. */
  render(data: T): string;
}

/** What the dispatcher needs; the type of the data stays inside. */
export interface Command extends Omit<CommandDefinition<unknown>, "run" | "render" | "output"> {
  /** Runs and checks the result against the schema before anyone sees it. */
  execute(context: CommandContext): Promise<{ data: unknown; text: string }>;
}

export function command<T>(definition: CommandDefinition<T>): Command {
  const { run, render, output, ...rest } = definition;
  return {
    ...rest,
    execute: async (context) => {
      const data = output.parse(await run(context));
      return { data, text: render(data) };
    },
  };
}
