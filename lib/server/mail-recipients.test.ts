import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { permissions } from "@/lib/access/permissions";
import { raiseAlarms } from "@/lib/backup/raise-alarms";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { sendEndMail } from "@/lib/job/send-end-mail";
import { jobKinds } from "@/lib/job-kinds/job-kinds";
import { changeMember } from "@/lib/team/change-member";
import type { Server } from "@/prisma/client/client";
import { newTeam } from "@/tests/harness/people";
import { createTestDatabase } from "@/tests/harness/postgres";
import { type RecordingHttp, startRecordingHttp } from "@/tests/harness/recording-http";
import { serverRow } from "@/tests/harness/server-row";
import { resendWelcome } from "./resend-welcome";
import { sendWelcomeMail } from "./send-welcome-mail";

const orderer = "orderer@example.com";
const owners = ["first@example.com", "second@example.com"];
const admin = "admin@example.com";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let resend: RecordingHttp;
let team: Awaited<ReturnType<typeof newTeam>>;
let server: Server;
beforeAll(async () => {
  database = await createTestDatabase();
  resend = await startRecordingHttp(() => ({ body: { id: "mail_1" } }));
  Object.assign(process.env, { DATABASE_URL: database.url, RESEND_API_URL: resend.url });
  const [first = "", second = ""] = owners;
  team = await newTeam({ [first]: "owner", [orderer]: "developer", [second]: "owner", [admin]: "admin" });
  server = await serverRow({
    teamId: team.teamId,
    adminEmail: orderer,
    adminSecret: "sealed",
    readyAt: new Date(Date.now() - 30 * 3_600_000),
  });
});
beforeEach(() => {
  resend.requests.length = 0;
});
afterAll(async () => {
  await db().$disconnect();
  await resend.close();
  await database.drop();
});

/** Who was written to, in the order of the mails. */
const written = () => resend.requests.map(({ body }) => [(body as { to: string | string[] }).to].flat());
const keys = () => resend.requests.map(({ headers }) => headers["idempotency-key"]);

/** Every mail that a server can bring about by itself: the link, an alarm, and how a job ended. */
async function everyMail(): Promise<void> {
  await sendWelcomeMail(server.id);
  await db().server.update({ where: { id: server.id }, data: { backupAlarm: null } });
  await raiseAlarms();
  const jobId = newId("job");
  const job = {
    id: jobId,
    serverId: server.id,
    teamId: team.teamId,
    kind: "provision",
    exclusive: true,
  } as const;
  await db().job.create({ data: { ...job, status: "failed", errorCode: "internal" } });
  await sendEndMail(jobKinds, { jobId, epoch: 1 });
}

test("a new link goes to the person who asks for it, and for an API token to whom the server's mails go", async () => {
  expect(await resendWelcome(team.of(admin).actor, server.id)).toEqual({ sentTo: admin });
  expect(await resendWelcome(team.token(permissions), server.id)).toEqual({ sentTo: orderer });
  expect(written()).toEqual([[admin], [orderer]]);
});

test("a server's mails go to who ordered it while they are in the team, and to its owners once they are removed", async () => {
  await everyMail();
  expect(written()).toEqual([[orderer], [orderer], [orderer]]);
  const [welcomeKey] = keys();
  resend.requests.length = 0;

  const [first = ""] = owners;
  await changeMember(team.of(first).actor, team.of(orderer).membershipId, null);
  await everyMail();
  expect(written()).toEqual([owners, owners, owners]);
  // The link is still the same, the mail is another: under the former key it would be refused.
  expect(keys()[0]).not.toBe(welcomeKey);
  expect(await resendWelcome(team.token(permissions), server.id)).toEqual({ sentTo: owners.join(", ") });
});
