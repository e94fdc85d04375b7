import { afterAll, beforeAll, expect, test } from "vitest";
import { rolePermissions } from "@/lib/access/permissions";
import { db } from "@/lib/db";
import { newTeam } from "@/tests/harness/people";
import { createTestDatabase } from "@/tests/harness/postgres";
import { changeMember } from "./change-member";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let team: Awaited<ReturnType<typeof newTeam>>;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  team = await newTeam({ "owner@example.com": "owner", "viewer@example.com": "viewer" });
});
afterAll(async () => {
  await db().$disconnect();
  await database.drop();
});

const viewer = () => team.of("viewer@example.com").membershipId;
const roleOf = async (id: string) => (await db().membership.findUniqueOrThrow({ where: { id } })).role;

test("an API token raises nobody to more than its own scopes, and may take away what it does not have", async () => {
  const manager = team.token(["team:manage"]);
  for (const role of ["owner", "admin", "developer"] as const) {
    await expect(changeMember(manager, viewer(), role)).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await roleOf(viewer())).toBe("viewer");

  await changeMember(team.token(rolePermissions.admin), viewer(), "admin");
  expect(await roleOf(viewer())).toBe("admin");
  await changeMember(manager, viewer(), "viewer");
  expect(await roleOf(viewer())).toBe("viewer");
});

test("only an owner makes or unmakes owners", async () => {
  const token = team.token(rolePermissions.admin);
  const { actor, membershipId } = team.of("owner@example.com");
  await expect(changeMember(token, viewer(), "owner")).rejects.toMatchObject({ code: "forbidden" });
  await expect(changeMember(token, membershipId, null)).rejects.toMatchObject({ code: "forbidden" });
  await changeMember(actor, viewer(), "owner");
  await changeMember(actor, viewer(), "viewer");
  await expect(changeMember(actor, membershipId, "admin")).rejects.toMatchObject({
    code: "action_not_allowed",
  });
});
