import http from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ServiceReport } from "@/cli/contract/server";
import { httpGet } from "@/cli/lib/http-get";
import { stackServices } from "@/lib/stack/services";
import { plain } from "@/lib/stack/test-stacks";
import { overallStatus } from "./collect-health";
import { probeService } from "./probe-service";

const report = (kind: ServiceReport["kind"], status: ServiceReport["status"]): ServiceReport => ({
  name: "x",
  kind,
  status,
  latencyMs: null,
  detail: null,
});

test("without a required service the server is unhealthy, without another it is degraded", () => {
  const well = report("required", "healthy");
  expect(overallStatus([well])).toBe("healthy");
  for (const status of ["unhealthy", "stopped", "starting", "degraded"] as const) {
    expect(overallStatus([well, report("required", status)])).toBe("unhealthy");
    expect(overallStatus([well, report("optional", status)])).toBe("degraded");
    expect(overallStatus([well, report("plugin", status)])).toBe("degraded");
  }
});

let server: http.Server;
let answer: (response: http.ServerResponse) => void;
let port = 0;
beforeEach(async () => {
  server = http.createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = address && typeof address === "object" ? address.port : 0;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const hasura = () => {
  const service = stackServices(plain).find((entry) => entry.name === "hasura");
  if (!service) throw new Error("no hasura");
  return probeService(service, { kind: "address", address: { host: "127.0.0.1", port } }, plain.domain);
};

test.each([
  [200, "healthy", null],
  [500, "unhealthy", "answers 500"],
  [302, "unhealthy", "answers 302"],
])("a service that answers %i is %s", async (status, expected, detail) => {
  answer = (response) => void response.writeHead(status).end();
  expect(await hasura()).toMatchObject({ status: expected, detail });
});

test("a service that is not there is unhealthy with the reason", async () => {
  await new Promise((resolve) => server.close(resolve));
  const found = await hasura();
  expect(found.status).toBe("unhealthy");
  expect(found.detail).toContain("ECONNREFUSED");
  server.listen(0);
});

test("one that takes the question and never answers is given up", async () => {
  answer = () => {};
  await expect(httpGet({ host: "127.0.0.1", port }, "/", 50)).rejects.toThrow("no answer within 50 ms");
});
