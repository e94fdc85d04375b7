import { z } from "zod";

const retentionSchema = z.object({
  mode: z.enum(["GOVERNANCE", "COMPLIANCE"]),
  until: z.iso.datetime(),
});
export type Retention = z.output<typeof retentionSchema>;

export const bucketSchema = z.object({
  /** The bucket's name. */
  id: z.string(),
  region: z.string(),
  versioning: z.enum(["never", "enabled", "suspended"]),
  objectLock: z.boolean(),
  defaultRetention: z
    .object({ mode: z.enum(["GOVERNANCE", "COMPLIANCE"]), days: z.number().int() })
    .nullable(),
  createdAt: z.iso.datetime(),
});
export type Bucket = z.output<typeof bucketSchema>;

/** What a client says of an object beside its bytes. */
const objectDescriptionSchema = z.object({
  contentType: z.string(),
  /** cache-control, content-disposition, content-encoding, content-language, expires. */
  headers: z.record(z.string(), z.string()),
  /** Without `x-amz-meta-`. */
  metadata: z.record(z.string(), z.string()),
});
export type ObjectDescription = z.output<typeof objectDescriptionSchema>;

export const objectVersionSchema = objectDescriptionSchema.extend({
  /** Names the record and its data file. */
  id: z.string(),
  key: z.string(),
  /** What clients call it: `null` for objects that were put without versioning. */
  versionId: z.string(),
  /** Rises with every version put into the bucket: the newest has the highest. */
  sequence: z.number().int(),
  deleteMarker: z.boolean(),
  sizeBytes: z.number().int(),
  /** Without quotes. */
  etag: z.string(),
  lastModified: z.iso.datetime(),
  checksums: z.record(z.string(), z.string()),
  retention: retentionSchema.nullable(),
  legalHold: z.boolean(),
});
export type ObjectVersion = z.output<typeof objectVersionSchema>;

export const multipartUploadSchema = z.object({
  /** The upload id. */
  id: z.string(),
  bucket: z.string(),
  key: z.string(),
  description: objectDescriptionSchema,
  retention: retentionSchema.nullable(),
  legalHold: z.boolean(),
  parts: z.array(
    z.object({
      number: z.number().int(),
      sizeBytes: z.number().int(),
      md5Hex: z.string(),
      uploadedAt: z.iso.datetime(),
    }),
  ),
  startedAt: z.iso.datetime(),
});
export type MultipartUpload = z.output<typeof multipartUploadSchema>;
