/** HTTP statuses of Hetzner's error codes (API reference, "Errors"; the codes are those of hcloud-go's error.go). */
const statuses = {
  json_error: 400,
  unauthorized: 401,
  forbidden: 403,
  token_readonly: 403,
  resource_limit_exceeded: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  uniqueness_error: 409,
  deprecated_api_endpoint: 410,
  resource_unavailable: 412,
  placement_error: 412,
  invalid_input: 422,
  invalid_server_type: 422,
  server_not_stopped: 422,
  server_already_added: 422,
  firewall_already_applied: 422,
  firewall_already_removed: 422,
  firewall_resource_not_found: 422,
  resource_in_use: 422,
  must_be_unassigned: 422,
  unsupported_error: 422,
  locked: 423,
  protected: 423,
  rate_limit_exceeded: 429,
  server_error: 500,
  unknown_error: 500,
  bad_gateway: 502,
  maintenance: 503,
  service_error: 503,
  timeout: 504,
} as const;

export type HetznerErrorCode = keyof typeof statuses;

/** One field of an `invalid_input` answer. */
export interface FieldError {
  name: string;
  messages: string[];
}

/** An answer in Hetzner's error envelope. */
export class HetznerError extends Error {
  constructor(
    readonly code: HetznerErrorCode,
    message: string,
    readonly details: Record<string, unknown> | null = null,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  toResponse(): Response {
    return errorResponse(statuses[this.code], this.code, this.message, this.details, this.headers);
  }
}

export function errorResponse(
  status: number,
  code: string,
  message: string,
  details: Record<string, unknown> | null = null,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ error: { code, message, details } }, { status, headers });
}

export function invalidInput(fields: FieldError[]): HetznerError {
  const names = fields.map(({ name }) => `'${name}'`).join(", ");
  return new HetznerError("invalid_input", `invalid input in field ${names}`, { fields });
}

export function notFound(kind: string, id: string): HetznerError {
  return new HetznerError("not_found", `${kind} with ID '${id}' not found`);
}
