import { createHash } from "node:crypto";
import { AwsV4Signer } from "aws4fetch";

/**
 * What MinIO takes for space in a header when it checks a signature (Go's strings.Fields): ASCII's, and Unicode's in UTF-8.
 */
const spaces =
  /(?:[\t\n\v\f\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)+/g;

/**
 * Signs headers as the bytes that go over the wire, a character for each, as Node reads and sends them. The signer alone takes
 * those characters for text, and signs their UTF-8: whatever is not ASCII is then refused.
 */
export class ByteSigner extends AwsV4Signer {
  override async stringToSign(): Promise<string> {
    this.canonicalHeaders = this.signableHeaders
      .map((name) => `${name}:${name === "host" ? this.url.host : oneLine(this.headers.get(name) ?? "")}`)
      .join("\n");
    const hash = createHash("sha256").update(await this.canonicalString(), "latin1");
    return ["AWS4-HMAC-SHA256", this.datetime, this.credentialString, hash.digest("hex")].join("\n");
  }
}

const oneLine = (value: string) => value.replace(spaces, " ").replace(/^ | $/g, "");
