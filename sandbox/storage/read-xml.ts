import { XMLParser } from "fast-xml-parser";
import type { z } from "zod";
import { S3Error } from "./s3-error";

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, removeNSPrefix: true });

/** Reads a request document whose root element is `root`. @throws S3Error MalformedXML */
export function readXml<Schema extends z.ZodType>(
  document: string,
  root: string,
  schema: Schema,
): z.output<Schema> {
  let parsed: unknown;
  try {
    parsed = parser.parse(document);
  } catch {
    parsed = null;
  }
  const content =
    typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>)[root] : undefined;
  const result = schema.safeParse(content === "" ? {} : content);
  if (!result.success) {
    throw new S3Error(
      400,
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  return result.data;
}
