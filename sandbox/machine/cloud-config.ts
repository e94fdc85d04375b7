import { posix } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { z } from "zod";

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const configSchema = z.object({
  write_files: z
    .array(
      z.object({
        path: z.string().startsWith("/"),
        content: text.default(""),
        encoding: z.string().default("text/plain"),
        permissions: z.union([z.string(), z.number()]).default("0644"),
        append: z.boolean().default(false),
      }),
    )
    .default([]),
  ssh_authorized_keys: z.array(z.string()).default([]),
  bootcmd: z.array(z.union([text, z.array(text)])).default([]),
  runcmd: z.array(z.union([text, z.array(text)])).default([]),
  packages: z.array(z.unknown()).default([]),
  final_message: z.string().default("Cloud-init v. 24.4 finished"),
});

export interface CloudConfig {
  files: { path: string; content: Buffer; mode: number; append: boolean }[];
  authorizedKeys: string[];
  /** Shell text of `bootcmd` and `runcmd`: strings as they are, lists quoted (cloudinit/util.py, `shellify`). */
  bootScript: string | null;
  runScript: string | null;
  packages: string[];
  finalMessage: string;
}

/**
 * user_data as cloud-init reads it: `#cloud-config` in YAML 1.1, or a script beginning with `#!`. Modules that are not
 * named here are ignored. @throws when it is neither, or malformed.
 */
export function parseUserData(userData: string): CloudConfig {
  if (userData.startsWith("#!")) return { ...toConfig({}), runScript: userData };
  if (userData.trim() === "") return toConfig({});
  if (!userData.startsWith("#cloud-config"))
    throw new Error("user_data is neither #cloud-config nor a script");
  return toConfig(parse(userData, { version: "1.1" }) ?? {});
}

function toConfig(value: unknown): CloudConfig {
  const config = configSchema.parse(value);
  return {
    files: config.write_files.map(({ path, content, encoding, permissions, append }) => ({
      path: posix.normalize(path),
      content: decode(content, encoding),
      mode: typeof permissions === "number" ? permissions : Number.parseInt(permissions, 8),
      append,
    })),
    authorizedKeys: config.ssh_authorized_keys,
    bootScript: shellify(config.bootcmd),
    runScript: shellify(config.runcmd),
    packages: config.packages.map(String),
    finalMessage: config.final_message,
  };
}

function decode(content: string, encoding: string): Buffer {
  const parts = encoding.toLowerCase().split("+");
  let bytes = parts.some((part) => part === "b64" || part === "base64")
    ? Buffer.from(content, "base64")
    : Buffer.from(content, parts.some((part) => part.startsWith("gz")) ? "latin1" : "utf8");
  if (parts.some((part) => part === "gz" || part === "gzip")) bytes = gunzipSync(bytes);
  return bytes;
}

function shellify(commands: (string | string[])[]): string | null {
  if (commands.length === 0) return null;
  const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
  const lines = commands.map((command) =>
    typeof command === "string" ? command : command.map(quote).join(" "),
  );
  return `#!/bin/sh\n${lines.join("\n")}\n`;
}
