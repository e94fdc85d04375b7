import { z } from "zod";
import { run } from "@/cli/lib/spawn";
import { projectName } from "@/lib/stack/stack-description";

const inspectedSchema = z.array(
  z.object({
    Config: z.object({ Labels: z.record(z.string(), z.string()) }),
    NetworkSettings: z.object({ Networks: z.record(z.string(), z.object({ IPAddress: z.string() })) }),
  }),
);

/** Service name → address on the stack's bridge, which the machine itself can reach; only containers that run. */
export async function containerAddresses(): Promise<Map<string, string>> {
  const filter = `label=com.docker.compose.project=${projectName}`;
  const listed = await run(["docker", "ps", "--quiet", "--filter", filter], { timeoutMs: 10_000 });
  const ids = listed.stdout.split("\n").filter((id) => id !== "");
  if (listed.exitCode !== 0 || ids.length === 0) return new Map();
  // A container may go between the two calls; docker then prints the others and exits 1.
  const inspected = await run(["docker", "inspect", ...ids], { timeoutMs: 10_000 });
  const addresses = new Map<string, string>();
  for (const container of inspectedSchema.parse(JSON.parse(inspected.stdout))) {
    const service = container.Config.Labels["com.docker.compose.service"];
    const address = container.NetworkSettings.Networks[projectName]?.IPAddress;
    if (service && address) addresses.set(service, address);
  }
  return addresses;
}
