import { expect, test } from "vitest";
import { errorTable } from "@/lib/errors";
import { hetznerError, hetznerErrorCode, hetznerErrorTable } from "./hetzner-errors";

/** The class that each code of the vendor's own client must have for us. */
const byClass = {
  transient: [
    "conflict",
    "bad_gateway",
    "timeout",
    "server_error",
    "service_error",
    "unknown_error",
    "robot_unavailable",
    "locked",
    "rate_limit_exceeded",
    "maintenance",
  ],
  capacity: ["resource_unavailable", "placement_error", "no_space_left_in_location"],
  quota: ["resource_limit_exceeded"],
  auth: ["unauthorized", "forbidden", "token_readonly"],
  conflict: ["uniqueness_error"],
  input: [
    "not_found",
    "invalid_input",
    "json_error",
    "deprecated_api_endpoint",
    "unsupported_error",
    "invalid_server_type",
    "resource_locked",
    "protected",
    "resource_in_use",
    "server_not_stopped",
    "primary_ip_assigned",
    "server_already_added",
    "server_already_attached",
  ],
};

test.each(Object.entries(byClass))("codes of class %s are told apart", (errorClass, codes) => {
  for (const code of codes)
    expect([code, errorTable[hetznerErrorCode(code, 400)].class]).toEqual([code, errorClass]);
});

test("every code of the vendor's client has a row", () => {
  expect(Object.keys(hetznerErrorTable).length).toBeGreaterThanOrEqual(60);
});

test("an unknown code is judged by its HTTP status", () => {
  expect(hetznerErrorCode("brand_new", 503)).toBe("provider_unavailable");
  expect(hetznerErrorCode("brand_new", 422)).toBe("provider_refused");
  expect(hetznerErrorCode("", 429)).toBe("provider_throttled");
  expect(hetznerErrorCode("constructor", 400)).toBe("provider_refused");
});

test("the provider's words are for the logs only", () => {
  const error = hetznerError({
    status: 412,
    code: "resource_unavailable",
    message: "secret detail",
    request: "x",
  });
  expect(error.publicMessage).not.toContain("secret detail");
  expect(error.message).toContain("secret detail");
});
