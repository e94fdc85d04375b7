import { z } from "zod";
import { type CloudServer, hetznerServerSchema, pageSchema } from "./cloud-schemas";
import { hetzner } from "./hetzner-client";

const schema = z.object({ servers: z.array(hetznerServerSchema), meta: pageSchema.optional() });

/** All servers that a label selector matches (`nself-installation=production`), over all pages of 50. */
export async function listCloudServers(labelSelector: string): Promise<CloudServer[]> {
  const found = new Map<string, CloudServer>();
  let page: number | null | undefined = 1;
  while (page) {
    const answer: z.infer<typeof schema> = await hetzner("GET", "/servers", {
      query: { label_selector: labelSelector, page, per_page: 50, sort: "id:asc" },
      schema,
    });
    for (const server of answer.servers) found.set(server.providerId, server);
    page = answer.meta?.pagination.next_page;
  }
  return [...found.values()];
}
