import { spawn } from "node:child_process";
import { prepare } from "./prepare.mjs";

// `node scripts/run.mjs <script.ts> [arguments]`: prepares a fresh clone, then runs a TypeScript script of ours.
prepare();
const [script, ...args] = process.argv.slice(2);
const child = spawn(process.execPath, ["--import", "tsx", script, ...args], { stdio: "inherit" });
// A terminal's Ctrl-C reaches the child by itself; a signal sent to us alone is passed on.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
// `npm run` passes a SIGTERM on to nobody: when it has gone, we are nobody's child any more and stop too.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 1000).unref();
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
