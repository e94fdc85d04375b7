import { eventType } from "inngest";
import { z } from "zod";

const jobRunSchema = z.object({ jobId: z.string(), epoch: z.number().int() });

export const provisionRequested = eventType("job/provision.requested", { schema: jobRunSchema });
export const deprovisionRequested = eventType("job/deprovision.requested", { schema: jobRunSchema });
/** Every kind of job whose steps simply follow each other: backup, verify, restore and its undo, drill, renewal. */
export const workRequested = eventType("job/work.requested", { schema: jobRunSchema });

/** Something that a waiting run should look at: an enrolment, a cancellation. The database says what. */
export const jobWoken = eventType("job/woken", { schema: z.object({ jobId: z.string() }) });

/** A server is ready for the first time; its first application backup has been requested (`firstBackupRequestedAt`). */
export const serverReady = eventType("server/ready", { schema: z.object({ serverId: z.string() }) });
