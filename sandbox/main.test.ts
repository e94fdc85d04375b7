import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";

const dataDir = mkdtempSync(join(tmpdir(), "sandbox-main-"));
const children: ChildProcess[] = [];

function startProgram(port: string, name: string) {
  const env = {
    ...process.env,
    SANDBOX_DATA: join(dataDir, name),
    SANDBOX_PORT: port,
    SANDBOX_SPEED: "instant",
  };
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/main.ts"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  child.stderr.resume();
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const firstLine = new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
  return { child, exited, firstLine };
}
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(dataDir, { recursive: true });
});

test("the program says where it listens in one line, ends on SIGTERM with 0, and with 1 when its port is taken", async () => {
  const first = startProgram("0", "first");
  const { ready, url } = JSON.parse(await first.firstLine) as { ready: boolean; url: string };
  expect(ready).toBe(true);
  expect((await fetch(`${url}/sandbox/health`)).status).toBe(200);
  const second = startProgram(new URL(url).port, "second");
  expect(await second.exited).toBe(1);
  first.child.kill("SIGTERM");
  expect(await first.exited).toBe(0);
});
