/** What a failure means for a retry, and therefore which words and button the customer gets. */
export type ErrorClass =
  | "transient"
  | "capacity"
  | "quota"
  | "auth"
  | "conflict"
  | "input"
  | "remote"
  | "unknown";

interface ErrorRow {
  status: number;
  class: ErrorClass;
  title: string;
}

/** The one table: code → HTTP status, error class, and a title that is safe to show. */
export const errorTable = {
  invalid_request: { status: 400, class: "input", title: "The request is not valid" },
  unauthenticated: { status: 401, class: "auth", title: "Sign in or send an API token" },
  forbidden: { status: 403, class: "auth", title: "Your role does not allow this" },
  not_found: { status: 404, class: "input", title: "Not found" },
  conflict: { status: 409, class: "conflict", title: "This conflicts with something that exists" },
  subdomain_taken: { status: 409, class: "conflict", title: "This subdomain is taken" },
  job_live: { status: 409, class: "conflict", title: "Another job is running on this server" },
  action_not_allowed: { status: 409, class: "conflict", title: "This is not possible in the present state" },
  idempotency_mismatch: {
    status: 422,
    class: "input",
    title: "This Idempotency-Key was used for another request",
  },
  idempotency_running: {
    status: 409,
    class: "transient",
    title: "The first request with this key is still running",
  },
  link_spent: { status: 410, class: "input", title: "This link has expired or was used" },
  payload_too_large: { status: 413, class: "input", title: "The request body is too large" },
  unsupported_media_type: { status: 415, class: "input", title: "Send JSON" },
  rate_limited: { status: 429, class: "transient", title: "Too many requests" },
  internal: { status: 500, class: "unknown", title: "Something went wrong on our side" },
  unavailable: { status: 503, class: "transient", title: "Not available right now" },

  provider_unavailable: { status: 502, class: "transient", title: "The provider did not answer properly" },
  provider_throttled: { status: 503, class: "transient", title: "The provider asks us to slow down" },
  provider_locked: { status: 503, class: "transient", title: "The provider is still busy with this server" },
  provider_auth: { status: 502, class: "auth", title: "The provider refused our credentials" },
  provider_refused: { status: 502, class: "input", title: "The provider refused the request" },
  provider_maintenance: { status: 503, class: "transient", title: "The provider is under maintenance" },
  capacity: { status: 503, class: "capacity", title: "No capacity for this server type in this location" },
  quota: { status: 503, class: "quota", title: "Our quota at the provider is used up" },
  name_conflict: { status: 409, class: "conflict", title: "The name is used by something that is not ours" },
  domain_conflict: { status: 409, class: "conflict", title: "The domain name is already in use" },
  dns_not_visible: { status: 503, class: "transient", title: "The name servers do not show the record yet" },
  certificate_limited: { status: 503, class: "quota", title: "The certificate authority asks us to wait" },
  certificate_failed: { status: 502, class: "transient", title: "The certificate could not be issued" },
  certificate_refused: { status: 502, class: "remote", title: "The certificate authority refused the name" },
  host_key_changed: { status: 502, class: "remote", title: "The server's identity has changed" },
  machine_unreachable: { status: 503, class: "transient", title: "The server cannot be reached" },
  machine_busy: { status: 503, class: "transient", title: "The server asks to try later" },
  machine_locked: { status: 503, class: "transient", title: "The server is at work on something else" },
  command_failed: { status: 502, class: "remote", title: "A command on the server failed" },
  bootstrap_failed: { status: 502, class: "remote", title: "The server could not be set up" },
  registry_unavailable: { status: 503, class: "transient", title: "The plugin registry did not answer" },
  plugin_refused: { status: 502, class: "remote", title: "A plugin package was refused" },
  license_required: { status: 402, class: "input", title: "This plugin needs a license" },
  unhealthy: { status: 503, class: "transient", title: "The server does not answer as healthy yet" },
  mail_refused: { status: 502, class: "transient", title: "The mail was not accepted" },
  store_unavailable: { status: 503, class: "transient", title: "The backup store did not answer properly" },
  store_refused: { status: 502, class: "auth", title: "The backup store refused our credentials" },
  no_store: { status: 503, class: "quota", title: "There is no place for backups in another region" },
  backup_busy: { status: 409, class: "transient", title: "Another backup is being made" },
  backup_damaged: { status: 502, class: "remote", title: "The backup is damaged" },
  backup_failed: { status: 502, class: "remote", title: "The backup failed" },
  target_unreachable: { status: 422, class: "input", title: "This time cannot be restored" },
  disk_full: { status: 507, class: "capacity", title: "The disk has no room for this" },
  restore_failed: { status: 502, class: "remote", title: "The restore failed" },
  deadline_exceeded: { status: 504, class: "remote", title: "This step took too long" },
  cancelled: { status: 409, class: "conflict", title: "Cancelled" },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

interface AppErrorOptions {
  /** Safe to show to the customer; says what is wrong. Defaults to the table's title. */
  public?: string;
  /** What to do about it. */
  hint?: string;
  /** For our logs only. */
  internal?: string;
  /** Per-field messages of bad input. */
  fields?: Record<string, string>;
  /** When a retry makes sense, as told by the other side. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The one error of the product: a code of the table, a public and an internal message. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly publicMessage: string;
  readonly hint: string | undefined;
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    const publicMessage = options.public ?? errorTable[code].title;
    super(options.internal ? `${publicMessage} [${options.internal}]` : publicMessage, {
      cause: options.cause,
    });
    this.name = "AppError";
    this.code = code;
    this.publicMessage = publicMessage;
    this.hint = options.hint;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get class(): ErrorClass {
    return errorTable[this.code].class;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}

/** Any thrown value as an AppError; what we do not know becomes `internal`, its text kept for the logs only. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError("internal", {
    internal: error instanceof Error ? error.message : String(error),
    cause: error,
  });
}
