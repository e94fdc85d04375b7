import { open } from "node:fs/promises";
import pg from "pg";

/** What can say why something did not come about: asked when a wait ends in vain or a test fails. */
const witnesses = new Map<string, () => Promise<string>>();

/** Answers how to dismiss it again. */
export function addWitness(name: string, tell: () => Promise<string>): () => void {
  witnesses.set(name, tell);
  return () => void (witnesses.get(name) === tell && witnesses.delete(name));
}

/** What all witnesses say now; empty without any. One that cannot be asked any more says so instead of hiding the failure. */
export async function testimony(): Promise<string> {
  const parts = [...witnesses].map(async ([name, tell]) => {
    const text = await tell().catch((error: unknown) => `could not be asked: ${error}`);
    return text ? `--- ${name}\n${text}` : "";
  });
  return (await Promise.all(parts)).filter(Boolean).join("\n");
}

const tailBytes = 4000;

/** The last lines of a log file, none when there is no such file. */
export async function tailOf(file: string): Promise<string> {
  const handle = await open(file).catch(() => null);
  if (!handle) return "";
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, tailBytes);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const text = buffer.toString("utf8").trimEnd();
    // The first line is only a part of one, unless all was read.
    return size > tailBytes ? text.slice(text.indexOf("\n") + 1) : text;
  } finally {
    await handle.close();
  }
}

/** The newest jobs of an installation, each with its steps, its error and the end of its log. */
export async function jobsOf(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ told: string }>(`
      SELECT concat_ws(E'\\n',
        format('%s %s of %s: %s, attempt %s, at %s%s', "kind", "id", "serverId", "status", "attempt",
          coalesce("currentStep", 'no step'), ' — ' || "errorCode" || ': ' || "errorMessage"),
        (SELECT '  steps: ' || string_agg(format('%s %s%s', "key", "status", ' ' || "errorMessage"), ', ' ORDER BY "position")
           FROM "JobStep" WHERE "jobId" = "Job"."id"),
        (SELECT string_agg(format('  %s %s: %s', to_char("createdAt", 'HH24:MI:SS.MS'), "stepKey", "message"), E'\\n' ORDER BY "id")
           FROM (SELECT * FROM "JobLog" WHERE "jobId" = "Job"."id" ORDER BY "id" DESC LIMIT 12) AS "last")) AS "told"
      FROM "Job" ORDER BY "status" IN ('succeeded', 'cancelled'), "createdAt" DESC LIMIT 4`);
    return rows.map(({ told }) => told).join("\n");
  } finally {
    await client.end();
  }
}
