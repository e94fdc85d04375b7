import { expect, test } from "vitest";
import { asFailure, diskFull, Failure } from "@/cli/lib/failure";
import { isVerdict } from "./is-verdict";

test("what happens to the machine that looks at a backup never says that the backup is bad", () => {
  const noRoom = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  for (const error of [
    noRoom,
    asFailure(noRoom),
    diskFull("said"),
    new Failure("docker_failed", "no daemon"),
    new Failure("tool_missing", "docker is not installed"),
    new Failure("store_refused", "403"),
    new Failure("postgres_failed", "out of memory", { exit: "tryLater" }),
    new TypeError("a mistake of ours"),
  ])
    expect(isVerdict(error), String(error)).toBe(false);
});

test("what is found in a backup says so", () => {
  for (const code of ["integrity", "repository_damaged", "wrong_key", "wal_damaged", "recovery_failed"])
    expect(isVerdict(new Failure(code, "found"))).toBe(true);
});
