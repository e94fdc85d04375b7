import { AppError } from "@/lib/errors";
import type { JobRow } from "@/lib/job/job-view";

/** A provisioning that failed cannot come back to life once its server is deleted or being deleted. */
export function refuseWhenGone({ server: { status } }: JobRow): void {
  if (status !== "deleted" && status !== "deleting") return;
  throw new AppError("action_not_allowed", {
    public: status === "deleted" ? "This server is deleted." : "This server is being deleted.",
    hint: "Order a new one.",
  });
}
