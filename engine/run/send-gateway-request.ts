import { z } from "zod";
import { dataValue, errorValue } from "@/engine/protocol/step-values";
import type { PendingOp } from "@/engine/state/model";

const gatewayRequest = z.object({
  url: z.url(),
  method: z.string().default("GET"),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().nullish(),
});
const timeoutMs = 300_000;

/** Makes the HTTP request of a `step.fetch` and answers the step's value. After a crash it is made again: at least once. */
export async function sendGatewayRequest(op: PendingOp): Promise<string> {
  try {
    const { url, method, headers, body } = gatewayRequest.parse(op.details.request);
    const response = await fetch(url, {
      method,
      headers,
      body: method === "GET" || method === "HEAD" ? undefined : body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return dataValue({
      url,
      status_code: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    });
  } catch (error) {
    return errorValue({
      name: "Error",
      message: `the request failed: ${error instanceof Error ? error.message : error}`,
    });
  }
}
