import { xmlFields } from "@/sandbox/storage/xml";

export const iamNamespace = "https://iam.amazonaws.com/doc/2010-05-08/";

/** An error as IAM words it (https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html). */
export class IamError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  toResponse(requestId: string): Response {
    const error = {
      Type: this.status < 500 ? "Sender" : "Receiver",
      Code: this.code,
      Message: this.message,
    };
    const content = xmlFields({ Error: error, RequestId: requestId });
    const document = `<ErrorResponse xmlns="${iamNamespace}">${content}</ErrorResponse>`;
    return new Response(document, {
      status: this.status,
      headers: { "content-type": "text/xml", "x-amzn-requestid": requestId, ...this.headers },
    });
  }
}

export const noSuchEntity = (what: string) => new IamError(404, "NoSuchEntity", `${what} cannot be found.`);
export const invalid = (why: string) => new IamError(400, "ValidationError", why);
export const limitExceeded = (why: string) => new IamError(409, "LimitExceeded", why);
export const deleteConflict = (what: string) =>
  new IamError(409, "DeleteConflict", `Cannot delete entity, must delete ${what} first.`);
export const malformedPolicy = (why: string) => new IamError(400, "MalformedPolicyDocument", why);
