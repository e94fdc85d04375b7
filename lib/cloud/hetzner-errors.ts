import { AppError, type ErrorCode } from "@/lib/errors";

/**
 * Every error code of the Hetzner Cloud API (docs.hetzner.cloud "Errors", and the constants of hcloud-go's error.go)
 * and what it means to us. What is not in the table is judged by its HTTP status.
 */
export const hetznerErrorTable: Readonly<Record<string, ErrorCode>> = {
  // Worth another try soon, after a look whether the first one worked.
  conflict: "provider_unavailable",
  bad_gateway: "provider_unavailable",
  timeout: "provider_unavailable",
  server_error: "provider_unavailable",
  service_error: "provider_unavailable",
  unknown_error: "provider_unavailable",
  robot_unavailable: "provider_unavailable",
  locked: "provider_locked",
  rate_limit_exceeded: "provider_throttled",
  limit_reached: "provider_throttled",
  maintenance: "provider_maintenance",

  resource_unavailable: "capacity",
  placement_error: "capacity",
  no_space_left_in_location: "capacity",
  resource_limit_exceeded: "quota",

  unauthorized: "provider_auth",
  forbidden: "provider_auth",
  token_readonly: "provider_auth",

  not_found: "not_found",
  firewall_resource_not_found: "not_found",
  uniqueness_error: "name_conflict",

  // States that another step of ours has to change first.
  server_not_stopped: "provider_refused",
  server_already_added: "provider_refused",
  server_already_attached: "provider_refused",
  primary_ip_assigned: "provider_refused",
  primary_ip_already_assigned: "provider_refused",
  protected: "provider_refused",
  resource_in_use: "provider_refused",
  resource_locked: "provider_refused",

  // The request itself is wrong, or the account cannot do this at all.
  invalid_input: "provider_refused",
  json_error: "provider_refused",
  deprecated_api_endpoint: "provider_refused",
  unsupported_error: "provider_refused",
  invalid_server_type: "provider_refused",
  networks_overlap: "provider_refused",
  primary_ip_datacenter_mismatch: "provider_refused",
  primary_ip_version_mismatch: "provider_refused",
  server_has_ipv4: "provider_refused",
  server_has_ipv6: "provider_refused",
  server_is_load_balancer_target: "provider_refused",
  ip_not_owned: "provider_refused",
  source_port_already_used: "provider_refused",
  cloud_resource_ip_not_allowed: "provider_refused",
  server_not_attached_to_network: "provider_refused",
  target_already_defined: "provider_refused",
  invalid_load_balancer_type: "provider_refused",
  load_balancer_already_attached: "provider_refused",
  targets_without_use_private_ip: "provider_refused",
  load_balancer_not_attached_to_network: "provider_refused",
  missing_ipv4: "provider_refused",
  ip_not_available: "provider_refused",
  no_subnet_available: "provider_refused",
  vswitch_id_already_used: "provider_refused",
  volume_already_attached: "provider_refused",
  firewall_already_applied: "provider_refused",
  firewall_already_removed: "provider_refused",
  firewall_managed_by_label_selector: "provider_refused",
  incompatible_network_type: "provider_refused",
  private_net_only_server: "provider_refused",
  caa_record_does_not_allow_ca: "provider_refused",
  ca_dns_validation_failed: "provider_refused",
  ca_too_many_authorizations_failed_recently: "provider_refused",
  ca_too_many_certificates_issued_for_registered_domain: "provider_refused",
  ca_too_many_duplicate_certificates: "provider_refused",
  could_not_verify_domain_delegated_to_zone: "provider_refused",
  dns_zone_not_found: "provider_refused",
  dns_zone_is_secondary_zone: "provider_refused",
};

interface HetznerFailure {
  status: number;
  code: string;
  message: string;
  request: string;
  retryAfterSeconds?: number;
}

/** An error answer as our error. The provider's words go to the logs; the customer gets the table's. */
export function hetznerError(failure: HetznerFailure): AppError {
  const { status, code, message, request, retryAfterSeconds } = failure;
  return new AppError(hetznerErrorCode(code, status), {
    internal: `hetzner ${request}: ${status} ${code}: ${message}`,
    retryAfterSeconds,
  });
}

export function hetznerErrorCode(code: string, status: number): ErrorCode {
  const known = Object.hasOwn(hetznerErrorTable, code) ? hetznerErrorTable[code] : undefined;
  if (known) return known;
  if (status === 429) return "provider_throttled";
  if (status === 401 || status === 403) return "provider_auth";
  if (status === 404) return "not_found";
  if (status === 423) return "provider_locked";
  return status >= 500 ? "provider_unavailable" : "provider_refused";
}
