/**
 * One run for each dispatch of a job, however often its event comes: steps are safe to run again, not at the same time
 * (Inngest documentation, "Idempotency": a key holds for 24 hours).
 */
export const oncePerDispatch = { idempotency: "event.data.jobId + '-' + string(event.data.epoch)" };
