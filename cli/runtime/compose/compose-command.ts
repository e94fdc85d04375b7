import { existsSync } from "node:fs";
import path from "node:path";
import { Failure } from "@/cli/lib/failure";
import type { Paths } from "@/cli/lib/paths";
import { type RunResult, run } from "@/cli/lib/spawn";

/** Later files win. `.env.plugins` is the customer's. */
const envFiles = [".env", ".env.secrets", ".env.computed", ".env.plugins"];

/** What a registry or the network says when it will work later. */
const passing =
  /toomanyrequests|rate limit|i\/o timeout|TLS handshake timeout|connection (reset|refused)|no such host|50[234]/i;

/** Runs `docker compose` on the generated file. A failure carries the end of what it said; one that passes is exit 3. */
export async function compose(
  paths: Paths,
  args: string[],
  options: { timeoutMs?: number; allowFailure?: boolean } = {},
): Promise<RunResult> {
  const files = envFiles.map((name) => path.join(paths.project, name)).filter((file) => existsSync(file));
  const result = await run(
    [
      "docker",
      "compose",
      "--file",
      paths.composeFile,
      "--project-directory",
      paths.project,
      ...files.flatMap((file) => ["--env-file", file]),
      ...args,
    ],
    { timeoutMs: options.timeoutMs },
  );
  if (result.exitCode === 0 || options.allowFailure) return result;
  const said = result.stderr.trim().slice(-1000);
  if (passing.test(said)) {
    throw new Failure("image_unavailable", `Docker could not fetch an image: ${said}`, { exit: "tryLater" });
  }
  throw new Failure("docker_failed", `docker compose ${args[0] ?? ""} failed: ${said}`, {
    hint: "nself doctor",
  });
}
