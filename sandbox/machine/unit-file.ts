/** What of a systemd service unit the machines understand (systemd.service(5), systemd.unit(5)). */
export interface Unit {
  type: "simple" | "oneshot";
  execStart: string[][];
  execStop: string[][];
  restart: "no" | "always" | "on-failure";
  restartMs: number;
  stopTimeoutMs: number;
  remainAfterExit: boolean;
  /** Below /run, made before it starts. */
  runtimeDirectories: string[];
  /** Paths that must exist (or not, with `!`); otherwise a start does nothing. */
  conditionPaths: string[];
  environment: Record<string, string>;
  wantedBy: string[];
  after: string[];
}

export function parseUnit(text: string): Unit {
  const settings = new Map<string, string[]>();
  for (const line of text.replaceAll("\\\n", " ").split("\n")) {
    const [, key, value = ""] = /^([A-Za-z]+)=(.*)$/.exec(line.trim()) ?? [];
    if (key) settings.set(key, [...(settings.get(key) ?? []), value.trim()]);
  }
  const all = (key: string) => settings.get(key) ?? [];
  const words = (key: string) =>
    all(key)
      .flatMap((value) => value.split(/\s+/))
      .filter(Boolean);
  const last = (key: string) => all(key).at(-1);
  const restart = last("Restart");
  return {
    type: last("Type") === "oneshot" ? "oneshot" : "simple",
    execStart: all("ExecStart").map(splitCommand),
    execStop: all("ExecStop").map(splitCommand),
    restart: restart === "always" || restart === "on-failure" ? restart : "no",
    restartMs: toMs(last("RestartSec"), 100),
    stopTimeoutMs: toMs(last("TimeoutStopSec"), 10_000),
    remainAfterExit: /^(yes|true|1|on)$/.test(last("RemainAfterExit") ?? ""),
    runtimeDirectories: words("RuntimeDirectory"),
    conditionPaths: all("ConditionPathExists"),
    environment: Object.fromEntries(
      all("Environment")
        .flatMap(splitCommand)
        .map((pair) => [pair.split("=")[0], pair.slice(pair.indexOf("=") + 1)]),
    ),
    wantedBy: words("WantedBy"),
    after: words("After"),
  };
}

/** Words of a command line with quotes; a leading `-`, `@`, `+` or `:` of the path is dropped. */
export function splitCommand(line: string): string[] {
  const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double?.replace(/\\(.)/g, "$1") ?? single ?? bare ?? "",
  );
  const [program = "", ...rest] = words;
  return [program.replace(/^[-@+:!]+/, ""), ...rest];
}

/** `5`, `5s`, `500ms`, `2min`. */
function toMs(value: string | undefined, otherwise: number): number {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)\s*(ms|s|sec|min)?$/.exec(value ?? "") ?? [];
  const factor = { ms: 1, s: 1000, sec: 1000, min: 60_000 }[unit] ?? 1000;
  return number === undefined ? otherwise : Number(number) * factor;
}
