export type ProblemType =
  | "accountDoesNotExist"
  | "alreadyRevoked"
  | "badCSR"
  | "badNonce"
  | "badPublicKey"
  | "badRevocationReason"
  | "badSignatureAlgorithm"
  | "caa"
  | "dns"
  | "incorrectResponse"
  | "invalidContact"
  | "invalidProfile"
  | "malformed"
  | "orderNotReady"
  | "rateLimited"
  | "rejectedIdentifier"
  | "serverInternal"
  | "unauthorized"
  | "unsupportedContact"
  | "unsupportedIdentifier"
  | "userActionRequired";

/** A problem as it is kept with a challenge or an order (RFC 8555 6.7). */
export interface ProblemDocument {
  type: string;
  detail: string;
  status: number;
}

const prefix = "urn:ietf:params:acme:error:";

/** An error that goes to the client as a problem document. */
export class AcmeProblem extends Error {
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    readonly type: ProblemType | (string & {}),
    detail: string,
    headers: Record<string, string> = {},
  ) {
    super(detail);
    this.headers = headers;
  }

  get document(): ProblemDocument {
    return { type: prefix + this.type, detail: this.message, status: this.status };
  }

  toResponse(): Response {
    return new Response(JSON.stringify(this.document), {
      status: this.status,
      headers: { "content-type": "application/problem+json", ...this.headers },
    });
  }
}

export const malformed = (detail: string) => new AcmeProblem(400, "malformed", detail);
export const notFound = (what: string) => new AcmeProblem(404, "malformed", `No such ${what}`);
export const unauthorized = (detail: string) => new AcmeProblem(403, "unauthorized", detail);
