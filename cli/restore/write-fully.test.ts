import type { FileHandle } from "node:fs/promises";
import { expect, test } from "vitest";
import { writeFully } from "./write-fully";

/** Takes at most so many bytes at once, and so many altogether. */
function disk(atOnce: number, room = Number.POSITIVE_INFINITY) {
  const taken: number[] = [];
  const write = async (bytes: Buffer, at: number, length: number) => {
    const bytesWritten = Math.min(atOnce, length, room - taken.length);
    taken.push(...bytes.subarray(at, at + bytesWritten));
    return { bytesWritten, buffer: bytes };
  };
  return { taken, handle: { write } as unknown as Pick<FileHandle, "write"> };
}

test("a disk that takes part of a write gets the rest with the next ones, each byte once and in order", async () => {
  const { taken, handle } = disk(3);
  await writeFully(handle, Buffer.from("0123456789"), 1, 8);
  expect(Buffer.from(taken).toString()).toBe("12345678");
});

test("a disk that takes nothing more ends the restore as full", async () => {
  const { handle } = disk(3, 5);
  await expect(writeFully(handle, Buffer.from("0123456789"), 0, 10)).rejects.toMatchObject({
    code: "disk_full",
  });
});
