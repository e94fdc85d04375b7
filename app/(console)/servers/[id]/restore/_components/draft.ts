import type { CreateRestore, RestoreTarget } from "@/lib/restore/restore-schemas";

/** All that is typed and chosen in the wizard; it stays until the restore has begun. */
export interface Draft {
  mode: "time" | "backup";
  /** Null: the newest time there is. */
  at: string | null;
  backupId: string | null;
  into: "in_place" | "new_server";
  name: string;
  subdomain: string;
  location: string;
  serverType: string;
  confirm: string;
  reason: string;
}

export function emptyDraft(backupId: string | null): Draft {
  return {
    mode: backupId ? "backup" : "time",
    at: null,
    backupId,
    into: "in_place",
    name: "",
    subdomain: "",
    location: "",
    serverType: "",
    confirm: "",
    reason: "",
  };
}

export function targetOf(draft: Draft, latest: string | null): RestoreTarget | null {
  if (draft.mode === "backup") return draft.backupId ? { backupId: draft.backupId } : null;
  const at = draft.at ?? latest;
  return at ? { at } : null;
}

export function requestOf(draft: Draft, target: RestoreTarget): CreateRestore {
  const { name, subdomain, location, serverType } = draft;
  const chosen = { ...(location ? { location } : {}), ...(serverType ? { serverType } : {}) };
  return {
    target,
    into: draft.into === "in_place" ? "in_place" : { name: name.trim(), subdomain, ...chosen },
    confirm: draft.confirm,
    ...(draft.reason.trim() ? { reason: draft.reason.trim() } : {}),
  };
}

/** The API's words for a field, wherever in the request it stands: `into.subdomain` is the subdomain's. */
export function fieldError(fields: Record<string, string> | undefined, field: string): string | null {
  const found = Object.entries(fields ?? {}).find(([path]) => path === field || path.endsWith(`.${field}`));
  return found?.[1] ?? null;
}
