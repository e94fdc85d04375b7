import type pg from "pg";

/** Resolves in the instant in which the database tells that a step of a job has become `status`, or is past it. */
export async function stepReached(
  watch: pg.Client,
  jobId: string,
  key: string,
  status: "running" | "succeeded",
): Promise<void> {
  const reached = async () => {
    const { rows } = await watch.query(
      'SELECT "status"::text FROM "JobStep" WHERE "jobId" = $1 AND "key" = $2',
      [jobId, key],
    );
    return rows[0]?.status === status || rows[0]?.status === "succeeded";
  };
  await new Promise<void>((resolve, reject) => {
    const look = () => reached().then((is) => is && resolve(), reject);
    watch.on("notification", look);
    look();
  });
  watch.removeAllListeners("notification");
}
