import { randomBytes } from "node:crypto";
import type { JobView } from "@/lib/job/job-schemas";
import type { ServerAndJob } from "@/lib/server/server-schemas";
import { waitFor } from "./wait-for";
import type { World } from "./world";

/** Orders a server as a customer's program would; the subdomain is unique unless given. */
export async function orderServer(world: World, order: Record<string, unknown> = {}): Promise<ServerAndJob> {
  const subdomain = `t${randomBytes(5).toString("hex")}`;
  const body = { name: "Test", subdomain, location: "fsn1", serverType: "cx33", plugins: [], ...order };
  const answer = await world.api("POST", "/api/v1/servers", body);
  if (answer.status !== 202)
    throw new Error(`the order was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as ServerAndJob;
}

/** Waits until a job is final, and answers it. */
export async function waitForJob(world: World, jobId: string, timeoutMs = 120_000): Promise<JobView> {
  let last: JobView | undefined;
  const ended = async () => {
    const answer = await world.api("GET", `/api/v1/jobs/${jobId}`);
    if (answer.status !== 200)
      throw new Error(`the job was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    last = answer.body as JobView;
    return ["succeeded", "failed", "cancelled"].includes(last.status) ? last : null;
  };
  try {
    return await waitFor(`job ${jobId}`, ended, timeoutMs);
  } catch (error) {
    throw new Error(`${error}: ${JSON.stringify(last, null, 1)}`);
  }
}
