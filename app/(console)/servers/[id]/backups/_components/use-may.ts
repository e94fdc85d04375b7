import { useSuspenseQuery } from "@tanstack/react-query";
import { meQuery } from "@/lib/account/account-queries";
import type { Permission } from "@/lib/team/permissions";

/** Whether the viewer may do this in the present team; the API decides for itself. */
export function useMay(permission: Permission): boolean {
  const { data: me } = useSuspenseQuery(meQuery());
  return me.permissions.includes(permission);
}
