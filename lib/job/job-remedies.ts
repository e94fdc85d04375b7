import type { ErrorClass, ErrorCode } from "@/lib/errors";
import type { JobKind } from "./job-kind";
import type { JobError, RemedyAction } from "./job-schemas";

interface Remedy {
  remedy: string;
  actions: RemedyAction[];
}

/** Words and buttons by class; the seed's own remedies for capacity, domain conflict and plugins are by code below. */
const byClass: Record<ErrorClass, Remedy> = {
  transient: {
    remedy: "This is almost always temporary. Press Retry: it goes on from this step.",
    actions: ["retry", "contact_support", "delete"],
  },
  capacity: {
    remedy: "Pick a different location or server type, or retry in 5 minutes.",
    actions: ["retry_elsewhere", "retry", "delete"],
  },
  quota: {
    remedy: "A limit on our side is reached and we have been told. Retry later; nothing is lost.",
    actions: ["retry", "contact_support", "delete"],
  },
  auth: {
    remedy: "Our access to the provider needs attention and we have been told. Retry later; nothing is lost.",
    actions: ["retry", "contact_support", "delete"],
  },
  conflict: {
    remedy: "Something else has this name. Choose another one.",
    actions: ["retry_other_subdomain", "retry", "delete"],
  },
  input: {
    remedy: "The order cannot be carried out as it stands. Change it and retry.",
    actions: ["retry_elsewhere", "retry", "delete"],
  },
  remote: {
    remedy: "Retry goes on from this step. If it fails again, contact support: the log below goes along.",
    actions: ["retry", "contact_support", "delete"],
  },
  unknown: {
    remedy: "Retry goes on from this step. If it fails again, contact support: the log below goes along.",
    actions: ["retry", "contact_support", "delete"],
  },
};

const byCode: Partial<Record<ErrorCode, Remedy>> = {
  domain_conflict: {
    remedy: "The subdomain is already taken. Pick a different name.",
    actions: ["retry_other_subdomain", "delete"],
  },
  registry_unavailable: {
    remedy: "Almost always a short hiccup of the plugin registry. Press Retry.",
    actions: ["retry", "contact_support", "delete"],
  },
  plugin_refused: {
    remedy:
      "The package did not pass its signature check, so it was not installed. Retry fetches it again; if it is refused again, contact support.",
    actions: ["retry", "contact_support", "delete"],
  },
  host_key_changed: {
    remedy:
      "The server showed another identity than the one it enrolled with, so we sent it nothing. Contact support, or delete the server and order again.",
    actions: ["contact_support", "delete"],
  },
  license_required: {
    remedy: "A plugin needs a license that this team does not have any more. Renew it, then retry.",
    actions: ["retry", "contact_support", "delete"],
  },
  certificate_limited: {
    remedy: "The certificate authority has a weekly limit. The server is kept; retry later.",
    actions: ["retry", "contact_support", "delete"],
  },
};

/** A failed job's error as the customer reads it. Only what can be corrected offers that; the others offer to go on. */
export function jobError(
  kind: JobKind,
  error: { code: ErrorCode; class: ErrorClass; message: string; hint: string | null },
): JobError {
  const { remedy, actions } = byCode[error.code] ?? byClass[error.class];
  const words = kind.remedies?.[error.code] ?? kind.remedy ?? remedy;
  return {
    code: error.code,
    class: error.class,
    message: error.message,
    remedy: error.hint ? `${words} ${error.hint}` : words,
    actions: kind.correct ? actions : ["retry", "contact_support"],
  };
}
