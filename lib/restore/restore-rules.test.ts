import { expect, it } from "vitest";
import { servedAfterFailure, undoes } from "./restore-rules";

const inPlace = { into: "in_place" } as const;

it("says which data a server has by how far the restore came", () => {
  expect(servedAfterFailure(inPlace, [{ key: "switching", status: "pending" }])).toBe("former");
  expect(servedAfterFailure(inPlace, [{ key: "switching", status: "failed" }])).toBe("either");
  expect(servedAfterFailure(inPlace, [{ key: "switching", status: "succeeded" }])).toBe("restored");
  expect(servedAfterFailure({ into: "new_server" }, [{ key: "restoring_data", status: "failed" }])).toBe(
    "former",
  );
});

it("takes only a later rollback for a restore's undoing", () => {
  const restore = {
    undoUntil: "2026-11-21T12:00:00Z",
    createdAt: "2026-11-20T12:00:00Z",
  };
  const job = { id: "b", kind: "undo_restore", createdAt: "2026-11-20T13:00:00Z" };
  expect(undoes(job, restore)).toBe(true);
  expect(undoes({ ...job, createdAt: "2026-11-20T11:00:00Z" }, restore)).toBe(false);
  expect(undoes({ ...job, kind: "restore" }, restore)).toBe(false);
  expect(undoes(job, { ...restore, undoUntil: null })).toBe(false);
  expect(undoes(null, restore)).toBe(false);
});
