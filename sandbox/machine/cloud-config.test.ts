import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parseUserData } from "./cloud-config";

const parse = (text: string) => parseUserData(`#cloud-config\n${text}`);

describe("user_data", () => {
  it("gives files with their modes, quoted or as YAML 1.1's octal numbers", () => {
    const { files } = parse(
      "write_files:\n- {path: /a, content: x, permissions: '0600'}\n- {path: /b, permissions: 0755}\n- {path: /c}",
    );
    expect(files.map(({ path, mode }) => [path, mode.toString(8)])).toEqual([
      ["/a", "600"],
      ["/b", "755"],
      ["/c", "644"],
    ]);
  });

  it("decodes base64 and gzip", () => {
    const packed = gzipSync("packed").toString("base64");
    const { files } = parse(
      `write_files:\n- {path: /a, content: aGk=, encoding: b64}\n- {path: /b, content: ${packed}, encoding: gz+b64}`,
    );
    expect(files.map(({ content }) => content.toString())).toEqual(["hi", "packed"]);
  });

  it("keeps files below the root whatever their path says", () => {
    expect(parse("write_files:\n- {path: /../../etc/x}").files[0]?.path).toBe("/etc/x");
    expect(() => parse("write_files:\n- {path: relative}")).toThrow();
  });

  it("runs strings as shell text and lists as exact arguments, in one script", () => {
    const { runScript } = parse(`runcmd:\n- echo "$A" | cat\n- [printf, "%s", "it's $A"]`);
    expect(runScript).toBe(`#!/bin/sh\necho "$A" | cat\n'printf' '%s' 'it'\\''s $A'\n`);
  });

  it("may be a script, or nothing", () => {
    expect(parseUserData("#!/bin/sh\ntrue\n").runScript).toBe("#!/bin/sh\ntrue\n");
    expect(parseUserData("").runScript).toBeNull();
  });

  it("is refused when it is anything else or malformed", () => {
    expect(() => parseUserData("hello")).toThrow();
    expect(() => parse("runcmd: 7")).toThrow();
    expect(() => parse("a: [")).toThrow();
  });
});
