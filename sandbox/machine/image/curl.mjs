/** Stand-in for curl: the forms that boot scripts use. An option that it does not know is an error. */
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";

const flags = { f: "fail", s: "silent", S: "showError", L: "location", i: "include", k: "insecure" };
const longFlags = {
  fail: "fail",
  silent: "silent",
  "show-error": "showError",
  location: "location",
  include: "include",
  "fail-with-body": "failWithBody",
};
const valued = { o: "output", X: "method", H: "header", d: "data", m: "maxTime", w: "writeOut", A: "agent" };
const longValued = {
  output: "output",
  request: "method",
  header: "header",
  data: "data",
  "data-binary": "dataBinary",
  "max-time": "maxTime",
  "connect-timeout": "connectTimeout",
  "write-out": "writeOut",
  retry: "retry",
  "retry-delay": "retryDelay",
};
const options = { header: [], data: [] };
let url;

function fail(code, message) {
  if (!options.silent || options.showError) process.stderr.write(`curl: (${code}) ${message}\n`);
  process.exit(code);
}

function keep(name, value) {
  if (value === undefined) fail(2, "option needs an argument");
  if (name === "dataBinary") options.data.push(value);
  else if (Array.isArray(options[name])) options[name].push(value);
  else options[name] = value;
}

function parse(args) {
  while (args.length > 0) {
    const arg = args.shift();
    if (arg.startsWith("--")) {
      const name = arg.slice(2);
      if (longFlags[name]) options[longFlags[name]] = true;
      else if (longValued[name]) keep(longValued[name], args.shift());
      else fail(2, `option ${arg}: is unknown`);
    } else if (arg.startsWith("-") && arg.length > 1) {
      for (let at = 1; at < arg.length; at += 1) {
        const letter = arg[at];
        if (flags[letter]) options[flags[letter]] = true;
        else if (valued[letter]) {
          keep(valued[letter], arg.slice(at + 1) || args.shift());
          break;
        } else fail(2, `option -${letter}: is unknown`);
      }
    } else url = arg;
  }
}

async function bodyOf(values) {
  const parts = await Promise.all(
    values.map((value) =>
      value === "@-"
        ? text(process.stdin)
        : value.startsWith("@")
          ? readFileSync(value.slice(1), "utf8")
          : value,
    ),
  );
  return parts.join("&");
}

parse(process.argv.slice(2));
if (!url) fail(2, "no URL specified");
const headers = new Headers();
for (const line of options.header)
  headers.append(line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim());
const body = options.data.length > 0 ? await bodyOf(options.data) : undefined;
if (body !== undefined && !headers.has("content-type")) {
  headers.set("content-type", "application/x-www-form-urlencoded");
}
let response;
let bytes;
try {
  response = await fetch(url, {
    method: options.method ?? (body === undefined ? "GET" : "POST"),
    headers,
    body,
    redirect: options.location ? "follow" : "manual",
    signal: options.maxTime ? AbortSignal.timeout(Number(options.maxTime) * 1000) : undefined,
  });
  bytes = Buffer.from(await response.arrayBuffer());
} catch (error) {
  if (error.name === "TimeoutError") fail(28, "Operation timed out");
  const refused = error.cause?.code === "ECONNREFUSED";
  fail(
    refused ? 7 : 56,
    refused ? `Failed to connect to ${url}` : `Failure when receiving data: ${error.message}`,
  );
}
if (response.status >= 400 && options.fail) fail(22, `The requested URL returned error: ${response.status}`);
if (options.output) writeFileSync(options.output, bytes);
else process.stdout.write(bytes);
if (options.writeOut) {
  process.stdout.write(
    options.writeOut.replaceAll("%{http_code}", String(response.status)).replaceAll("\\n", "\n"),
  );
}
process.exitCode = response.status >= 400 && options.failWithBody ? 22 : 0;
