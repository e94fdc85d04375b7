import type { Units } from "./units";

export interface ToolAnswer {
  code: number;
  output: string;
}

/** `systemctl <arguments>` on a machine; exit codes as systemctl(1) gives them. */
export async function systemctl(units: Units, args: readonly string[]): Promise<ToolAnswer> {
  const flags = args.filter((arg) => arg.startsWith("-"));
  const [verb = "", ...named] = args.filter((arg) => !arg.startsWith("-"));
  const names = named.map((name) => (name.includes(".") ? name : `${name}.service`));
  const missing = names.find((name) => units.read(name) === null);
  const quiet = flags.includes("--quiet") || flags.includes("-q");
  const ok = { code: 0, output: "" };
  if (verb === "daemon-reload" || verb === "reset-failed" || verb === "is-system-running") {
    return { code: 0, output: verb === "is-system-running" ? "running\n" : "" };
  }
  if (verb === "is-active" || verb === "is-failed" || verb === "is-enabled") {
    const answers = names.map((name) => tell(units, verb, name));
    const good = { "is-active": "active", "is-failed": "failed", "is-enabled": "enabled" }[verb];
    const code = answers.includes(good) ? 0 : verb === "is-active" ? 3 : 1;
    return { code, output: quiet ? "" : `${answers.join("\n")}\n` };
  }
  if (missing !== undefined) return { code: 5, output: `Unit ${missing} could not be found.\n` };
  switch (verb) {
    case "enable":
      for (const name of names) units.enable(name);
      return flags.includes("--now") ? systemctl(units, ["start", ...names]) : ok;
    case "disable":
      for (const name of names) units.disable(name);
      return flags.includes("--now") ? systemctl(units, ["stop", ...names]) : ok;
    case "start":
      return startAll(units, names);
    case "stop":
      for (const name of names) await units.stop(name);
      return ok;
    case "restart":
    case "reload-or-restart":
      for (const name of names) await units.stop(name);
      return startAll(units, names);
    case "reload":
      for (const name of names) units.get(name)?.kill("SIGHUP");
      return ok;
    case "status":
    case "show":
      return {
        code: 0,
        output: names
          .map(
            (name) =>
              `Id=${name}\nActiveState=${stateOf(units, name)}\nMainPID=${units.get(name)?.mainPid ?? 0}\n`,
          )
          .join("\n"),
      };
    default:
      return { code: 1, output: `Unknown command verb ${verb}.\n` };
  }
}

function tell(units: Units, verb: "is-active" | "is-failed" | "is-enabled", name: string): string {
  if (verb === "is-enabled") return units.isEnabled(name) ? "enabled" : "disabled";
  return stateOf(units, name);
}

function stateOf(units: Units, name: string): string {
  return units.get(name)?.state ?? "inactive";
}

async function startAll(units: Units, names: string[]): Promise<ToolAnswer> {
  for (const name of names) {
    const unit = await units.start(name);
    if (unit?.state === "failed") return { code: 1, output: `Job for ${name} failed.\n` };
  }
  return { code: 0, output: "" };
}
