import { expect, test } from "vitest";
import type { ObjectEntry } from "@/cli/contract/backup";
import { Failure } from "@/cli/lib/failure";
import { earlierEntries } from "./earlier-entries";

const entry = (bucket: string, key: string): ObjectEntry => ({
  bucket,
  key,
  sizeBytes: 1,
  etag: key,
  contentType: null,
  parts: [],
});
async function* listed(entries: ObjectEntry[], error?: Error) {
  yield* entries;
  if (error) throw error;
}
const lookUp = async (find: ReturnType<typeof earlierEntries>, names: [string, string][]) => {
  const found: (string | null)[] = [];
  for (const [bucket, key] of names) found.push((await find(bucket, key))?.key ?? null);
  return found;
};

test("what both have is found, side by side, in the order of the bytes of UTF-8", async () => {
  // By UTF-16, the second would come before the first.
  const [privateUse, emoji] = ["\uE000", "😀"];
  const find = earlierEntries(
    listed([entry("a", "1"), entry("a", privateUse), entry("a", emoji), entry("b", "1")]),
  );
  const names: [string, string][] = [
    ["a", "0"],
    ["a", "1"],
    ["a", privateUse],
    ["a", emoji],
    ["b", "0"],
    ["b", "1"],
    ["c", "1"],
  ];
  expect(await lookUp(find, names)).toEqual([null, "1", privateUse, emoji, null, "1", null]);
});

test("a list that is damaged half way means reading the rest again", async () => {
  const find = earlierEntries(listed([entry("a", "1")], new Failure("repository_damaged", "cut off")));
  expect(
    await lookUp(find, [
      ["a", "1"],
      ["a", "2"],
    ]),
  ).toEqual(["1", null]);
});

test("a store that is away does not pass for an empty list", async () => {
  const away = new Failure("store_unavailable", "away", { exit: "tryLater" });
  const find = earlierEntries(listed([], away));
  await expect(find("a", "1")).rejects.toThrow(away);
});
