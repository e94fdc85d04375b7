import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { quoteArgv } from "./quote-argv";

test("a shell hands every argument on as it was", () => {
  const argument = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
  fc.assert(
    fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), (argv) => {
      const line = quoteArgv(["printf", "%s\\0", ...argv]);
      const printed = execFileSync("sh", ["-c", line], { encoding: "utf8" });
      expect(printed.split("\0").slice(0, -1)).toEqual(argv);
    }),
    { numRuns: 60 },
  );
});

test("an argument with a NUL is refused", () => {
  expect(() => quoteArgv(["a\0b"])).toThrow();
});
