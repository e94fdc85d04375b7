import { randomBytes } from "node:crypto";
import type { JobView } from "@/lib/job/job-schemas";
import type { ServerAndJob } from "@/lib/server/server-schemas";
import { type See, waitFor } from "./wait-for";
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
export async function waitForJob(world: World, jobId: string, timeoutMs?: number): Promise<JobView> {
  const ended = async (see: See) => {
    const answer = await world.api("GET", `/api/v1/jobs/${jobId}`);
    if (answer.status !== 200)
      throw new Error(`the job was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    const job = see(answer.body as JobView);
    return ["succeeded", "failed", "cancelled"].includes(job.status) ? job : null;
  };
  return await waitFor(`job ${jobId} to end`, ended, timeoutMs);
}
