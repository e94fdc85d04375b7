import { afterEach, expect, test, vi } from "vitest";
import { callApi } from "./api-client";

afterEach(() => vi.unstubAllGlobals());

/** The requests that are sent, each answered with `{}`. */
function recordedCalls(): string[] {
  const calls: string[] = [];
  vi.stubGlobal("fetch", async (url: string, { method, body }: RequestInit) => {
    calls.push(`${method} ${url}${body ? ` ${body}` : ""}`);
    return Response.json({});
  });
  return calls;
}

test("a call goes to the path of its operation with every part encoded, and to no query that was not given", async () => {
  const calls = recordedCalls();
  await callApi("GET /api/v1/subdomains/{name}", { params: { name: "a/b c?" } });
  await callApi("GET /api/v1/servers", { query: { cursor: undefined } });
  await callApi("GET /api/v1/operator/customers", { query: { words: "a&b" } });
  await callApi("PATCH /api/v1/team", { body: { name: "New" } });
  expect(calls).toEqual([
    "GET /api/v1/subdomains/a%2Fb%20c%3F",
    "GET /api/v1/servers",
    "GET /api/v1/operator/customers?words=a%26b",
    'PATCH /api/v1/team {"name":"New"}',
  ]);
});

test("what the API does not have, or asks for and is not given, does not compile", async () => {
  recordedCalls();
  // @ts-expect-error there is no such operation
  await callApi("GET /api/v1/nothing");
  // @ts-expect-error a path has its parameters
  await callApi("GET /api/v1/servers/{id}");
  // @ts-expect-error an order names a location
  await callApi("POST /api/v1/servers", { body: { name: "a", subdomain: "a", serverType: "cx33" } });
  const job = await callApi("GET /api/v1/jobs/{id}", { params: { id: "job_1" } });
  // @ts-expect-error a job's own id is `id`
  expect(job.jobId).toBeUndefined();
});
