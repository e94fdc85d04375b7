import { Inngest } from "inngest";
import { log } from "@/lib/log";

/**
 * Where it goes is the SDK's own environment: INNGEST_BASE_URL, INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY for engine/ or a
 * self-hosted server, the keys alone for Inngest Cloud.
 */
export const inngest = new Inngest({ id: "nself-cloud", logger: log });
