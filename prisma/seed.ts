import { PrismaPg } from "@prisma/adapter-pg";
import { permissions } from "@/lib/access/permissions";
import { seal, sha256 } from "@/lib/crypto";
import { newId } from "@/lib/ids";
import { PrismaClient } from "./client/client";

export const demoEmail = "demo@example.com";

/** A demo team with an owner, an API token and a license for every plugin. Running it again changes nothing. */
export async function seedDemo(
  databaseUrl: string,
  demo: { apiToken: string; licenseKey: string },
): Promise<{ teamId: string }> {
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: 2 }) });
  try {
    const user = await db.user.upsert({
      where: { email: demoEmail },
      create: { id: newId("user"), email: demoEmail, name: "Demo Owner" },
      update: {},
    });
    const membership =
      (await db.membership.findFirst({ where: { userId: user.id }, orderBy: { createdAt: "asc" } })) ??
      (await db.membership.create({
        data: {
          id: newId("membership"),
          role: "owner",
          user: { connect: { id: user.id } },
          team: { create: { id: newId("team"), name: "Demo" } },
        },
      }));
    const { teamId } = membership;
    const { apiToken, licenseKey } = demo;
    await db.apiToken.upsert({
      where: { tokenHash: sha256(apiToken) },
      create: {
        id: newId("apiToken"),
        teamId,
        name: "demo",
        tokenHash: sha256(apiToken),
        hint: apiToken.slice(-4),
        scopes: [...permissions],
        createdById: user.id,
      },
      update: {},
    });
    const licenseId = newId("license");
    await db.license.upsert({
      where: { keyHash: sha256(licenseKey) },
      create: {
        id: licenseId,
        teamId,
        product: "nself-plus",
        keyHash: sha256(licenseKey),
        key: seal(licenseKey, `License.key.${licenseId}`),
        plugins: ["*"],
      },
      update: {},
    });
    return { teamId };
  } finally {
    await db.$disconnect();
  }
}
