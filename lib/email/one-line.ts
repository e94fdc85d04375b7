// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters and line separators are what is removed
const breaking = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Characters that turn the reading direction and can make a name look like another. */
const turning = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from people for a subject or a sentence: one line, so that it can never start a header, at most `maxLength`. */
export function oneLine(text: string, maxLength = 120): string {
  const line = text.replace(turning, "").replace(breaking, " ").replace(/ {2,}/g, " ").trim();
  const characters = [...line];
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join("")}…` : line;
}
