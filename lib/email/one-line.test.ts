import fc from "fast-check";
import { expect, test } from "vitest";
import { oneLine } from "./one-line";

test("whatever comes in, one line of bounded length comes out", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("\r", "\n", "\0", "\u2028", "\u202e", "\u0085", " ", "a", "😀") }),
      (text) => {
        const line = oneLine(text, 40);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
        expect([...line].length).toBeLessThanOrEqual(40);
      },
    ),
  );
});
