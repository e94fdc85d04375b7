/** `cloud-init status`, from the file that cloud-init keeps. Exit codes as cloud-init(1): 0, or 1 for an error. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const args = process.argv.slice(2);
if (args[0] !== "status") {
  process.stderr.write("cloud-init of the sandbox knows `status` only\n");
  process.exit(2);
}
const root = process.env.NSELF_ROOT ?? "/";

function read() {
  try {
    return JSON.parse(readFileSync(join(root, "run/cloud-init/status.json"), "utf8")).v1;
  } catch {
    return null;
  }
}

function isOver(status) {
  return Boolean(status?.["modules-final"]?.finished);
}

let status = read();
while (args.includes("--wait") && !isOver(status)) {
  await wait(100);
  status = read();
}
const errors = status?.["modules-final"]?.errors ?? [];
const word = errors.length > 0 ? "error" : isOver(status) ? "done" : status ? "running" : "not started";
const long = args.includes("--long");
if (args.some((arg) => arg === "json" || arg === "--format=json")) {
  const answer = {
    boot_status_code: "enabled-by-generator",
    datasource: "hetzner",
    detail: status?.datasource ?? "",
    errors,
    extended_status: word,
    recoverable_errors: {},
    status: word,
  };
  process.stdout.write(`${JSON.stringify(answer, null, 1)}\n`);
} else {
  process.stdout.write(`status: ${word}\n${long ? `errors: ${errors.join("; ")}\n` : ""}`);
}
process.exitCode = word === "error" ? 1 : 0;
