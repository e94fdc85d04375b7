import { readdirSync } from "node:fs";

/** The route handlers below `app/`, as paths from there; those that take any path are Next's and next-auth's own. */
export function routeFiles(): string[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" }).filter(
    (file) => /(^|\/)route\.ts$/.test(file) && !file.includes("[..."),
  );
}
