import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db";
import { newTeam } from "@/tests/harness/people";
import { createTestDatabase } from "@/tests/harness/postgres";
import { serverRow } from "@/tests/harness/server-row";
import { changeBackupPolicySchema } from "./backup-schemas";
import { changePolicy } from "./change-policy";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let serverId: string;
let developer: Actor;
let admin: Actor;
let operator: Actor;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  const team = await newTeam({ "admin@example.com": "admin", "developer@example.com": "developer" });
  ({ actor: admin } = team.of("admin@example.com"));
  const person = team.of("developer@example.com").actor;
  developer = person;
  operator = { ...person, kind: "operator", visitId: "vis_1", reason: "asked for" };
  ({ id: serverId } = await serverRow({ teamId: team.teamId, adminEmail: "admin@example.com" }));
});
afterAll(async () => {
  await db().$disconnect();
  await database.drop();
});

test("a shorter retention deletes backups and needs the right to delete; longer, and the rest, need not", async () => {
  expect(await changePolicy(developer, serverId, { retentionDays: 60 })).toMatchObject({ retentionDays: 60 });
  for (const actor of [developer, operator]) {
    const shorter = changePolicy(actor, serverId, { retentionDays: 59, maintenanceStartHour: 4 });
    await expect(shorter).rejects.toMatchObject({
      code: "forbidden",
      publicMessage: expect.stringContaining("server:delete"),
    });
  }
  const rest = { retentionDays: 60, schedule: "0 3 * * *", drillEveryDays: 30 };
  expect(await changePolicy(developer, serverId, rest)).toMatchObject({
    ...rest,
    maintenanceStartHour: null,
  });
  expect(await changePolicy(admin, serverId, { retentionDays: 7 })).toMatchObject({ retentionDays: 7 });
});

test("a retention that is lengthened at the same moment is not shortened by who may only lengthen", async () => {
  await changePolicy(admin, serverId, { retentionDays: 10 });
  await Promise.allSettled([
    changePolicy(admin, serverId, { retentionDays: 90 }),
    changePolicy(developer, serverId, { retentionDays: 20 }),
  ]);
  const { backupRetentionDays } = await db().server.findUniqueOrThrow({ where: { id: serverId } });
  expect(backupRetentionDays).toBe(90);
});

test("a schedule that comes too rarely is refused at its field", async () => {
  for (const change of [{ schedule: "0 2 * * 0" }, { verifySchedule: "0 6 1 * *" }]) {
    const [field = ""] = Object.keys(change);
    await expect(changePolicy(admin, serverId, change)).rejects.toMatchObject({
      code: "invalid_request",
      fields: { [field]: expect.stringContaining("At least once") },
    });
  }
});

test("drills are due every 7 to 365 days, nothing else", () => {
  const fits = (drillEveryDays: unknown) => changeBackupPolicySchema.safeParse({ drillEveryDays }).success;
  expect([7, 90, 365].map(fits)).toEqual([true, true, true]);
  expect([-1, 0, 6, 366, 1e8, 7.5].map(fits)).toEqual([false, false, false, false, false, false]);
});
