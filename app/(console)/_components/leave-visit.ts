import type { Me } from "@/lib/account/account-schemas";
import { callApi } from "@/lib/api-client";

/** Ends the visit, if there is one. One that has ended elsewhere or cannot be reached ends by itself: leaving goes on. */
export async function leaveVisit(visit: Me["visit"]): Promise<void> {
  if (!visit) return;
  await callApi("DELETE /api/v1/operator/visits/{id}", { params: { id: visit.id } }).catch(() => {});
}
