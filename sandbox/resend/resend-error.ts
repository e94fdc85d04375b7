/** An error as Resend words it (https://resend.com/docs/api-reference/errors). */
export class ResendError extends Error {
  constructor(
    readonly statusCode: number,
    override readonly name: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  toResponse(): Response {
    const { statusCode, name, message, headers } = this;
    return Response.json({ statusCode, name, message }, { status: statusCode, headers });
  }
}
