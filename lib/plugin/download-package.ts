import { now } from "@/lib/clock";
import { sha256 } from "@/lib/crypto";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { catalogue } from "./catalogue";
import { licenseCovers } from "./licensed-plugins";
import { packPlugin } from "./pack-plugin";

/** The bytes of `<name>-<version>.tgz`. Pro packages need a license key that covers them. */
export async function downloadPackage(file: string, licenseKey: string | null): Promise<Buffer> {
  const manifest = catalogue.find((one) => `${one.name}-${one.version}.tgz` === file);
  if (!manifest) throw new AppError("not_found", { public: `There is no package ${file}.` });
  if (manifest.tier === "pro" && !(await keyCovers(licenseKey, manifest.name))) {
    throw new AppError("license_required", { public: `${manifest.title} needs a license that covers it.` });
  }
  return (await packPlugin(manifest)).bytes;
}

async function keyCovers(key: string | null, plugin: string): Promise<boolean> {
  if (!key) return false;
  const license = await db().license.findUnique({ where: { keyHash: sha256(key) } });
  if (!license || (license.expiresAt && license.expiresAt <= now())) return false;
  return licenseCovers(license, plugin);
}
