import { escapeHtml } from "@/sandbox/html";

/** Element content: text, elements by name, or several elements of one name. Undefined elements are left out. */
type XmlContent = string | number | boolean | XmlFields | readonly XmlFields[] | undefined;
export interface XmlFields {
  [element: string]: XmlContent;
}

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** @param tail further elements, already written: for those that stand mixed in an order of their own */
export function xmlDocument(root: string, content: XmlFields, tail = ""): string {
  const attribute = root === "Error" ? "" : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${xmlFields(content)}${tail}</${root}>`;
}

export function xmlResponse(root: string, content: XmlFields, init: ResponseInit = {}): Response {
  const headers = new Headers(init.headers);
  headers.set("content-type", "application/xml");
  return new Response(xmlDocument(root, content), { ...init, headers });
}

/** The elements alone, without a root. */
export function xmlFields(content: XmlFields): string {
  return Object.entries(content)
    .map(([name, value]) => {
      if (value === undefined) return "";
      if (Array.isArray(value))
        return value.map((one: XmlFields) => `<${name}>${xmlFields(one)}</${name}>`).join("");
      return `<${name}>${typeof value === "object" ? xmlFields(value as XmlFields) : text(String(value))}</${name}>`;
    })
    .join("");
}

/** XML 1.0 has no way to write most control characters; S3 escapes carriage returns. */
function text(value: string): string {
  return escapeHtml(value).replace(/\r/g, "&#13;");
}
