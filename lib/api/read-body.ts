import { AppError } from "@/lib/errors";

const defaultLimitBytes = 64 * 1024;
const maxDepth = 20;

/** The JSON body as text and value: size-limited while it is read, content type and depth checked. No body reads as `{}`. */
export async function readJsonBody(
  request: Request,
  limitBytes = defaultLimitBytes,
): Promise<{ text: string; value: unknown }> {
  const text = await readText(request, limitBytes);
  if (text.trim() === "") return { text: "", value: {} };
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^application\/([a-z0-9.+-]+\+)?json\b/i.test(contentType)) {
    throw new AppError("unsupported_media_type", { hint: "Set Content-Type: application/json." });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (depth(value) > maxDepth)
      throw new AppError("invalid_request", { public: "The JSON is nested too deeply." });
    return { text, value };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("invalid_request", {
      public: "The body is not valid JSON.",
      hint: (error as Error).message,
    });
  }
}

async function readText(request: Request, limitBytes: number): Promise<string> {
  const tooLarge = new AppError("payload_too_large", { hint: `Send at most ${limitBytes} bytes.` });
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge;
  if (!request.body) return "";
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limitBytes) {
      await reader.cancel();
      throw tooLarge;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function depth(value: unknown, level = 1): number {
  if (typeof value !== "object" || value === null || level > maxDepth) return level;
  return Object.values(value).reduce(
    (deepest: number, child) => Math.max(deepest, depth(child, level + 1)),
    level,
  );
}
