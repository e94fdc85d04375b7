import { z } from "zod";

export const activityItemSchema = z
  .object({
    id: z.string(),
    actor: z.string(),
    actorType: z.string(),
    action: z.string().describe("noun.verb, such as server.created"),
    targetType: z.string(),
    targetId: z.string(),
    serverId: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    createdAt: z.iso.datetime({ offset: true }),
  })
  .meta({ id: "Activity" });
export type ActivityItem = z.infer<typeof activityItemSchema>;

export const activityPageSchema = z.object({
  items: z.array(activityItemSchema),
  nextCursor: z.string().nullable(),
});
export type ActivityPage = z.infer<typeof activityPageSchema>;
