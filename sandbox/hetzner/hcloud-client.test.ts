import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sandboxHetznerToken } from "./create-hetzner";
import { startTestHetzner, type TestHetzner } from "./test-hetzner";

const program = "/usr/bin/hcloud";
const installed = existsSync(program);
const run = promisify(execFile);

describe.skipIf(!installed)(
  `the vendor's client${installed ? "" : ` (skipped: ${program} is not here)`}`,
  () => {
    let hetzner: TestHetzner;
    beforeAll(async () => {
      hetzner = await startTestHetzner();
    });
    afterAll(() => hetzner.close());

    async function hcloud(...args: string[]): Promise<string> {
      const env = {
        HCLOUD_ENDPOINT: hetzner.url,
        HCLOUD_TOKEN: sandboxHetznerToken,
        HOME: hetzner.dataDir,
        PATH: "/usr/bin:/bin",
      } as unknown as NodeJS.ProcessEnv;
      const { stdout } = await run(program, ["--poll-interval", "20ms", ...args], { env });
      return stdout;
    }

    it("creates, lists, describes, powers off and deletes a server", async () => {
      const created = await hcloud(
        "server",
        "create",
        "--name",
        "by-client",
        "--type",
        "cx23",
        "--image",
        "ubuntu-24.04",
        "--location",
        "hel1",
        "--label",
        "a=b",
      );
      expect(created).toMatch(/Server \d+ created/);
      expect(await hcloud("server", "list", "-o", "columns=name,status,ipv4")).toMatch(
        /by-client\s+running\s+127\.0\.0\.1/,
      );
      const described = JSON.parse(await hcloud("server", "describe", "by-client", "-o", "json"));
      expect(described).toMatchObject({ name: "by-client", status: "running", labels: { a: "b" } });
      expect(await hcloud("server", "describe", "by-client")).toContain("cx23");
      await hcloud("server", "enable-backup", "by-client");
      await hcloud("server", "poweroff", "by-client");
      expect(await hcloud("server", "list", "-o", "columns=status", "-o", "noheader")).toContain("off");
      await hcloud("server", "delete", "by-client");
      expect(await hcloud("server", "list", "-o", "noheader")).toBe("");
    });

    it("reads the catalogue", async () => {
      expect(await hcloud("server-type", "describe", "cx33")).toContain("8.0 GB");
      expect(await hcloud("location", "list")).toContain("fsn1");
      expect(await hcloud("image", "list")).toContain("ubuntu-24.04");
      expect(await hcloud("datacenter", "list")).toContain("nbg1-dc3");
    });
  },
);
