/** What Cloudflare says went wrong: HTTP status and its own code. */
export class CloudflareError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    /** For 1004: what of the record is wrong. */
    readonly chain: readonly { code: number; message: string }[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** @see https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/ for the envelope. */
export function success(result: unknown, more: Record<string, unknown> = {}, status = 200): Response {
  return Response.json({ result, success: true, errors: [], messages: [], ...more }, { status });
}

export function failure(error: CloudflareError): Response {
  const chain = error.chain.length > 0 ? { error_chain: error.chain } : {};
  return Response.json(
    {
      result: null,
      success: false,
      errors: [{ code: error.code, message: error.message, ...chain }],
      messages: [],
    },
    { status: error.status, headers: error.headers },
  );
}

/** Code 1004 with the reason in the chain, as the DNS API answers input that is no record. */
export function invalidRecord(code: number, reason: string): CloudflareError {
  return new CloudflareError(400, 1004, "DNS Validation Error", [{ code, message: reason }]);
}

export const recordNotFound = () => new CloudflareError(404, 81044, "Record does not exist.");
