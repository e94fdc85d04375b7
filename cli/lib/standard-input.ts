import { Failure } from "./failure";

const limitBytes = 4 * 1024 * 1024;

export async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > limitBytes)
      throw new Failure("input_too_large", "Standard input is too large", { exit: "usage" });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
