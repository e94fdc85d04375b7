// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose and of the shell

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { ComposeService } from "./compose-types";
import { memoryLimitsMb } from "./memory-limits";
import { renderCompose } from "./render-compose";
import { renderComputedEnv, renderEnvFile, renderProjectEnv, secretNames } from "./render-env";
import { everything, plain, testPlugin } from "./test-stacks";

interface Compose {
  services: Record<string, ComposeService>;
  volumes: Record<string, object>;
}
const composeOf = (stack: Parameters<typeof renderCompose>[0]) => parse(renderCompose(stack)) as Compose;
const stacks = [plain, everything];

test("a plain stack runs the four required services", () => {
  expect(Object.keys(composeOf(plain).services)).toEqual(["postgres", "hasura", "auth", "nginx"]);
});

test("only nginx publishes ports, and only 80 and 443", () => {
  for (const stack of stacks) {
    for (const [name, service] of Object.entries(composeOf(stack).services)) {
      expect([name, service.ports]).toEqual([name, name === "nginx" ? ["80:80", "443:443"] : undefined]);
    }
  }
});

test("every container is hardened, bounded and restarted", () => {
  for (const [name, service] of Object.entries(composeOf(everything).services)) {
    expect(service.cap_drop, name).toEqual(["ALL"]);
    expect(service.security_opt, name).toEqual(["no-new-privileges:true"]);
    expect(service.mem_limit, name).toMatch(/^\d+m$/);
    expect(service.logging, name).toEqual({
      driver: "json-file",
      options: { "max-size": "10m", "max-file": "3" },
    });
    expect(service.restart, name).toBe("unless-stopped");
    expect(service.image, name).toMatch(/:[^:]+$/);
    expect(service.image, name).not.toMatch(/:latest$/);
  }
});

test("what has a shell tool has a health check; the images without one are known", () => {
  const without = Object.entries(composeOf(everything).services)
    .filter(([, service]) => !service.healthcheck)
    .map(([name]) => name);
  expect(without).toEqual(["promtail", "tempo", "redis-exporter", "plugin-notify"]);
});

test("no secret stands in the file, only its name", () => {
  const text = renderCompose(everything);
  expect(text).toContain("${POSTGRES_PASSWORD:?}");
  expect(text).toContain("DATABASE_URL: ${DATABASE_URL}");
});

test("a dollar in a plugin's default reaches the plugin as a dollar", () => {
  const environment = composeOf(everything).services["plugin-notify"]?.environment;
  expect(environment).toMatchObject({ PRICE: "$$5 in $${CURRENCY}", API_KEY: "${API_KEY:-}" });
});

test.each([2048, 4096, 8192, 32_768])(
  "the limits of a full stack fit into %i MB, or are the least there is",
  (totalMemoryMb) => {
    const limits = memoryLimitsMb({ ...everything, totalMemoryMb });
    const sum = [...limits.values()].reduce((total, mb) => total + mb, 0);
    const least = memoryLimitsMb({ ...everything, totalMemoryMb: 0 });
    if (totalMemoryMb > 4096) expect(sum).toBeLessThan(totalMemoryMb);
    for (const [name, mb] of limits) expect(mb).toBeGreaterThanOrEqual(least.get(name) ?? 0);
  },
);

test("a plain stack leaves a 4 GB server its own share", () => {
  const sum = [...memoryLimitsMb({ ...plain, totalMemoryMb: 4096 }).values()].reduce(
    (total, mb) => total + mb,
    0,
  );
  expect(sum).toBeLessThanOrEqual(4096 - 512);
});

test("archiving is on and waits at most a minute", () => {
  const command = composeOf(plain).services.postgres?.command ?? [];
  for (const setting of ["wal_level=replica", "archive_mode=on", "archive_timeout=60"]) {
    expect(command).toContain(setting);
  }
});

function findCompose(): string[] | null {
  for (const argv of [["docker", "compose"], ["docker-compose"]]) {
    try {
      execFileSync(argv[0] ?? "", [...argv.slice(1), "version"], { stdio: "ignore" });
      return argv;
    } catch {
      // not this one
    }
  }
  return null;
}
const composeProgram = findCompose();

test.skipIf(composeProgram === null)(
  "docker compose accepts the files (skipped where it is not installed)",
  () => {
    const [program = "", ...args] = composeProgram ?? [];
    const folder = mkdtempSync("/var/tmp/nself-compose-");
    try {
      const secrets = Object.fromEntries(secretNames.map((name) => [name, "0123"])) as Record<
        (typeof secretNames)[number],
        string
      >;
      for (const stack of [...stacks, { ...plain, plugins: [testPlugin] }]) {
        writeFileSync(path.join(folder, "docker-compose.yml"), renderCompose(stack));
        const env = [renderProjectEnv(stack), renderEnvFile("", secrets), renderComputedEnv(stack, secrets)];
        writeFileSync(path.join(folder, ".env"), env.join("\n"));
        execFileSync(program, [...args, "--project-directory", folder, "config", "--quiet"], { cwd: folder });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
