import pino from "pino";

/** Structured logs on stdout. Values under these keys never appear, at any of the depths we log. */
const secretKeys = [
  "authorization",
  "cookie",
  "token",
  "password",
  "secret",
  "privateKey",
  "adminSecret",
  "hasuraAdminSecret",
  "licenseKey",
  "userData",
  "enrolToken",
  "apiKey",
  "key",
];

export const log = pino({
  // The level is read here and not through env(), so that logging works while the environment is still refused.
  // biome-ignore lint/style/noProcessEnv: see above
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
});
