import type { ServerChannel } from "ssh2";
import type { HollowStack } from "./hollow-stack";

/** One command over SSH, answered by a hollow machine. */
export async function answerExec(
  hollow: HollowStack,
  command: string,
  channel: ServerChannel,
): Promise<void> {
  channel.on("error", () => {});
  const chunks: Buffer[] = [];
  channel.on("data", (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve) => channel.once("end", () => resolve()));
  const { stdout, status } = await hollow
    .run(command, Buffer.concat(chunks).toString("utf8"))
    .catch((error: unknown) => ({ stdout: String(error), status: 1 }));
  channel.write(stdout);
  channel.exit(status);
  channel.end();
}
