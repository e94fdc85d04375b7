import { beforeEach, expect, test, vi } from "vitest";
import { resolvePublic } from "@/lib/dns/resolve-public";
import { AppError } from "@/lib/errors";
import { fetchHealth, type HealthReport } from "@/lib/machine/fetch-health";
import { probeHealth } from "./probe-health";

vi.mock("@/lib/dns/resolve-public", () => ({ resolvePublic: vi.fn() }));
vi.mock("@/lib/machine/fetch-health", () => ({ fetchHealth: vi.fn() }));

const server = { domain: "shop.sandbox.localhost", port: 443, serverId: "srv_1" };
const report: HealthReport = {
  status: "healthy",
  serverId: "srv_1",
  domain: server.domain,
  version: "1.0.0",
  time: "2026-11-20T00:00:00.000Z",
  services: [{ name: "postgres", kind: "required", status: "healthy", latencyMs: 1, detail: null }],
};
const answerWith = (changes: Partial<HealthReport>, status = 200) =>
  vi.mocked(fetchHealth).mockResolvedValue({ ok: true, status, report: { ...report, ...changes } });

beforeEach(() => {
  vi.clearAllMocks();
  vi.mocked(resolvePublic).mockResolvedValue(["203.0.113.7"]);
});

test("a healthy report of this very server is ok, asked at the address of public DNS", async () => {
  answerWith({});
  expect(await probeHealth(server)).toEqual({ ok: true, report });
  expect(fetchHealth).toHaveBeenCalledWith({ address: "203.0.113.7", port: 443, domain: server.domain });
});

test("a healthy report of another server is refused and not handed on", async () => {
  answerWith({ serverId: "srv_2" });
  expect(await probeHealth(server)).toEqual({ ok: false, reason: "Another server answers at this address" });
});

test("a broken database is named", async () => {
  const services = [
    {
      ...report.services[0],
      name: "postgres",
      kind: "required" as const,
      status: "unhealthy" as const,
      latencyMs: null,
      detail: null,
    },
  ];
  answerWith({ status: "unhealthy", services }, 503);
  expect(await probeHealth(server)).toMatchObject({
    ok: false,
    reason: "The server is unhealthy: postgres is unhealthy",
  });
});

test("healthy words under a failing status are not believed", async () => {
  answerWith({}, 500);
  expect(await probeHealth(server)).toMatchObject({ ok: false, reason: "The server answers HTTP 500" });
});

test("degraded is not healthy", async () => {
  answerWith({ status: "degraded" });
  expect(await probeHealth(server)).toMatchObject({ ok: false });
});

test("a name that does not resolve is a reason, and nobody is asked", async () => {
  vi.mocked(resolvePublic).mockResolvedValueOnce([]).mockRejectedValueOnce(new AppError("dns_not_visible"));
  for (let round = 0; round < 2; round += 1) {
    expect(await probeHealth(server)).toEqual({ ok: false, reason: `${server.domain} does not resolve yet` });
  }
  expect(fetchHealth).not.toHaveBeenCalled();
});
