import type { Permission } from "@/sandbox/storage/access-keys";

interface ActionShape {
  /** What the resource has to name: a bucket, or objects in one. */
  on: "bucket" | "object";
  permissions: readonly Permission[];
  /** The object store gives it only together with this action, so that it has to stand beside it. */
  with?: string;
}

/**
 * The actions that the object store's grants can express, by their names in lower case: IAM does not mind the case.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const policyActions: Readonly<Record<string, ActionShape>> = {
  "s3:putobject": { on: "object", permissions: ["put", "overwrite"] },
  "s3:getobject": { on: "object", permissions: ["get"] },
  "s3:getobjectversion": { on: "object", permissions: ["getVersion"] },
  "s3:deleteobject": { on: "object", permissions: ["delete"] },
  "s3:deleteobjectversion": { on: "object", permissions: ["deleteVersion"] },
  "s3:putobjectretention": { on: "object", permissions: ["retain"] },
  "s3:getobjectretention": { on: "object", permissions: ["getRetention"] },
  "s3:putobjectlegalhold": { on: "object", permissions: ["hold"] },
  "s3:getobjectlegalhold": { on: "object", permissions: ["getHold"] },
  "s3:bypassgovernanceretention": { on: "object", permissions: ["bypass"] },
  "s3:abortmultipartupload": { on: "object", permissions: [], with: "s3:putobject" },
  "s3:listmultipartuploadparts": { on: "object", permissions: [], with: "s3:putobject" },
  "s3:listbucket": { on: "bucket", permissions: ["list"] },
  "s3:listbucketversions": { on: "bucket", permissions: ["listVersions"] },
  "s3:listbucketmultipartuploads": { on: "bucket", permissions: [], with: "s3:listbucket" },
  "s3:getbucketlocation": { on: "bucket", permissions: ["bucket"] },
  "s3:getbucketversioning": { on: "bucket", permissions: ["bucket"] },
  "s3:getbucketobjectlockconfiguration": { on: "bucket", permissions: ["bucket"] },
};
