import { Failure, messageOf } from "@/cli/lib/failure";

const registryTimeoutMs = 20_000;

const unavailable = (message: string, cause?: unknown) =>
  new Failure("registry_unavailable", message, { exit: "tryLater", hint: "Try again in a moment.", cause });

async function readBounded(response: Response, limitBytes: number, what: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  if (!response.body) return Buffer.alloc(0);
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes)
      throw new Failure("package_tampered", `${what} is larger than the registry says`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * GET from the registry, bounded in time and size. 401, 402 and 403 are `license_required`, 404 is `notFoundCode`, everything that may pass
 * (5xx, 429, timeouts, broken connections) is `registry_unavailable`.
 */
export async function fetchRegistry(
  url: string,
  options: {
    what: string;
    limitBytes: number;
    licenseKey?: string | null;
    notFoundCode: string;
    timeoutMs?: number;
  },
): Promise<Buffer> {
  try {
    const response = await fetch(url, {
      redirect: "error",
      signal: AbortSignal.timeout(options.timeoutMs ?? registryTimeoutMs),
      headers: options.licenseKey ? { authorization: `Bearer ${options.licenseKey}` } : {},
    });
    if (response.ok) return await readBounded(response, options.limitBytes, options.what);
    await response.body?.cancel();
    if ([401, 402, 403].includes(response.status)) {
      throw new Failure("license_required", `${options.what} needs a licence that covers it`, {
        hint: "nself license set",
      });
    }
    if (response.status === 404 || response.status === 410) {
      throw new Failure(options.notFoundCode, `${options.what} is not in the registry`, {
        exit: options.notFoundCode === "registry_unavailable" ? "tryLater" : "failed",
      });
    }
    if (response.status >= 500 || response.status === 429 || response.status === 408) {
      throw unavailable(`The registry answered ${response.status} for ${options.what}`);
    }
    throw new Failure("registry_refused", `The registry answered ${response.status} for ${options.what}`);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unavailable(`The registry could not be reached for ${options.what}: ${messageOf(error)}`, error);
  }
}
