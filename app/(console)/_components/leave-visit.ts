import type { Me } from "@/lib/account/account-schemas";
import { callApi } from "@/lib/api-client";
import { paths } from "@/lib/paths";

/** Ends the visit, if there is one. One that has ended elsewhere or cannot be reached ends by itself: leaving goes on. */
export async function leaveVisit(visit: Me["visit"]): Promise<void> {
  if (!visit) return;
  await callApi(`${paths.api}/operator/visits/${visit.id}`, { method: "DELETE" }).catch(() => {});
}
