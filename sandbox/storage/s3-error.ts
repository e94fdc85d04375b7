import { xmlDocument } from "./xml";

/** An error as S3 words it (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
export class S3Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Further elements of the error document. */
    readonly more: Readonly<Record<string, string>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  toResponse(resource: string, requestId: string, method: string): Response {
    const document = xmlDocument("Error", {
      Code: this.code,
      Message: this.message,
      Resource: resource,
      RequestId: requestId,
      ...this.more,
    });
    const headers = { "content-type": "application/xml", ...this.headers };
    // An answer to HEAD has no body, so clients see the status alone; S3 is no different.
    return new Response(method === "HEAD" ? null : document, { status: this.status, headers });
  }
}

export const accessDenied = (why = "Access Denied") => new S3Error(403, "AccessDenied", why);
export const noSuchKey = (key: string) =>
  new S3Error(404, "NoSuchKey", "The specified key does not exist.", { Key: key });
export const noSuchBucket = (bucket: string) =>
  new S3Error(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: bucket });
export const noSuchVersion = () => new S3Error(404, "NoSuchVersion", "The specified version does not exist.");
export const invalidArgument = (why: string) => new S3Error(400, "InvalidArgument", why);
export const invalidRequest = (why: string) => new S3Error(400, "InvalidRequest", why);
