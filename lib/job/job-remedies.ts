import type { ErrorClass, ErrorCode } from "@/lib/errors";
import type { JobError, JobKindName, RemedyAction } from "./job-schemas";

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

/** What Retry means for the other kinds; what a failed one has left as it was is said first. */
const byKind: Partial<Record<JobKindName, string>> = {
  deprovision: "Retry goes on with the deletion. Nothing is deleted twice.",
  backup: "The earlier backups are as they were. Retry makes this one again.",
  verify: "Nothing is said about the backup yet. Retry looks again.",
  restore: "Nothing is lost: the data from before is kept. Retry goes on from this step.",
  rollback: "Nothing is lost: both sides are kept. Retry goes on from this step.",
  renew_certificate:
    "The certificate that is there goes on serving. We try again every day; Retry tries at once.",
  drill: "The server itself was not touched. Retry goes on from this step.",
};

/** What says more than its kind does. */
const recoveryWords: Partial<Record<ErrorCode, string>> = {
  target_unreachable: "Choose another time: what is offered is what can be reached.",
  disk_full: "Free space on the server, or restore into a new one.",
  no_store:
    "A copy beside the server would be none: we have to provide a place in another region first. Retry then; earlier backups are as they were.",
  store_refused:
    "Our access to the backup store needs attention. Retry later; earlier backups are as they were.",
  backup_damaged: "Choose an earlier backup or time; this one cannot be trusted.",
};

/** A failed job's error as the customer reads it. Only a provisioning can be corrected; the others offer to go on. */
export function jobError(
  kind: JobKindName,
  error: { code: ErrorCode; class: ErrorClass; message: string; hint: string | null },
): JobError {
  const { remedy, actions } = byCode[error.code] ?? byClass[error.class];
  const offered = kind === "provision" ? actions : (["retry", "contact_support"] satisfies RemedyAction[]);
  const special = kind === "provision" ? undefined : recoveryWords[error.code];
  const words = special ?? byKind[kind] ?? remedy;
  return {
    code: error.code,
    class: error.class,
    message: error.message,
    remedy: error.hint ? `${words} ${error.hint}` : words,
    actions: offered,
  };
}
