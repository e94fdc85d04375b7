import { useSuspenseQuery } from "@tanstack/react-query";
import type { Permission } from "@/lib/access/permissions";
import { meQuery } from "@/lib/account/account-queries";

/** Whether the viewer may do this in the present team; the API decides for itself. */
export function useMay(permission: Permission): boolean {
  const { data: me } = useSuspenseQuery(meQuery());
  return me.permissions.includes(permission);
}
