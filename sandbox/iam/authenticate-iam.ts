import { createHash } from "node:crypto";
import type { AccessKey, FindKey } from "@/sandbox/storage/access-keys";
import { S3Error } from "@/sandbox/storage/s3-error";
import { authenticate } from "@/sandbox/storage/signature";
import { IamError } from "./iam-error";

/** Verifies the signature of an IAM request, which covers the body's hash without a header that tells it. @throws IamError */
export function authenticateIam(request: Request, body: string, findKey: FindKey): AccessKey {
  const payloadHash = createHash("sha256").update(body).digest("hex");
  try {
    return authenticate(request, findKey, Date.now(), { service: "iam", payloadHash }).key;
  } catch (error) {
    if (error instanceof S3Error) throw inWordsOfIam(error);
    throw error;
  }
}

function inWordsOfIam({ code }: S3Error): IamError {
  switch (code) {
    case "InvalidAccessKeyId":
      return new IamError(
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid.",
      );
    case "SignatureDoesNotMatch":
      return new IamError(
        403,
        code,
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
      );
    case "RequestTimeTooSkewed":
      return new IamError(403, "SignatureDoesNotMatch", "Signature expired or not yet current.");
    case "AccessDenied":
      return new IamError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    default:
      return new IamError(
        400,
        "IncompleteSignature",
        "The request signature does not conform to AWS standards.",
      );
  }
}
