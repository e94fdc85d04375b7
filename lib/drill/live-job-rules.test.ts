import { expect, it } from "vitest";
import { failedRecoveryJob, liveRecoveryJob } from "./live-job-rules";

const good = { status: "good", jobId: "b0", verification: null } as const;
const none = { serverJob: null, backups: [], drills: [] };

it("finds the job that is under way where its work is listed", () => {
  expect(liveRecoveryJob(none)).toBeNull();
  expect(
    liveRecoveryJob({ ...none, serverJob: { id: "p", kind: "provision", status: "running" } }),
  ).toBeNull();
  expect(liveRecoveryJob({ ...none, serverJob: { id: "r", kind: "undo_restore", status: "running" } })).toBe(
    "r",
  );
  expect(
    liveRecoveryJob({ ...none, backups: [good, { status: "creating", jobId: "b1", verification: null }] }),
  ).toBe("b1");
  expect(liveRecoveryJob({ ...none, drills: [{ status: "running", jobId: "d1", report: null }] })).toBe("d1");
});

it("offers a failed backup again only while it is the newest", () => {
  const failed = { status: "failed", jobId: "b1", verification: null } as const;
  expect(failedRecoveryJob({ ...none, backups: [failed, good] })).toBe("b1");
  expect(failedRecoveryJob({ ...none, backups: [good, failed] })).toBeNull();
});
