import { z } from "zod";

/** An entry of the catalogue as the wizard and the API show it. */
export const pluginViewSchema = z
  .object({
    name: z.string(),
    version: z.string(),
    title: z.string(),
    description: z.string(),
    category: z.string(),
    tier: z.enum(["free", "pro"]),
    licensed: z.boolean().describe("free, or covered by a license of the team"),
    memoryMb: z.number().int(),
    installSeconds: z.number().int(),
  })
  .meta({ id: "Plugin" });
export type PluginView = z.infer<typeof pluginViewSchema>;
