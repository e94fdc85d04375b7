import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * A browser for the end-to-end tests: one that is installed, or Playwright's own, or (root on Debian or Ubuntu) the
 * distribution's package, installed now. Null when none can be had.
 */
export function findChromium(): string | null {
  const present = installed();
  if (present) return present;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("· Installing the distribution's chromium");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const apt = (...args: string[]) =>
      spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env });
    apt("update", "-qq");
    apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
  }
  return installed();
}

function installed(): string | null {
  return (
    [process.env.CHROMIUM_PATH, ...candidates, chromium.executablePath()].find(
      (file) => file && existsSync(file),
    ) ?? null
  );
}
