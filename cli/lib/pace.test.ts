import { expect, test } from "vitest";
import { newPace } from "./pace";

/** Two processors, looked at 10 ms later each time, of which others used this share in between. */
async function settledWith(othersShare: number, ownShare: number): Promise<number> {
  let looks = 0;
  let settled = 0;
  const read = () => {
    const at = 10 * looks++;
    const totalMs = 2 * at;
    return { at, totalMs, busyMs: (othersShare + ownShare) * totalMs, ownMs: ownShare * totalMs };
  };
  const settle = async () => {
    settled += 1;
  };
  const pace = newPace(settle, read);
  for (let turn = 0; turn < 3; turn += 1) await pace();
  return settled;
}

test("work gives way at every turn while others use most of the machine, however little it uses itself", async () => {
  expect(await settledWith(0.7, 0.01)).toBe(3);
});

test("work goes on at once on a machine that only it keeps busy", async () => {
  expect(await settledWith(0.2, 0.8)).toBe(0);
});
