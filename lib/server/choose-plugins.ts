import type { PluginManifest } from "@/cli/contract/registry";
import { AppError } from "@/lib/errors";
import { findPlugin } from "@/lib/plugin/catalogue";
import { licenseCovers, validLicenses } from "@/lib/plugin/licensed-plugins";

/** The manifests of the plugins named, each once; unknown ones and those without a license are refused by name. */
export async function choosePlugins(teamId: string, names: string[]): Promise<PluginManifest[]> {
  const licenses = await validLicenses(teamId);
  return [...new Set(names)].map((name) => {
    const manifest = findPlugin(name);
    if (!manifest) throw refused(`There is no plugin ${name}.`, "See GET /api/v1/plugins.");
    if (manifest.tier === "pro" && !licenses.some((license) => licenseCovers(license, name))) {
      throw refused(
        `${manifest.title} needs a license.`,
        "Leave it out, or add a license that covers it first.",
      );
    }
    return manifest;
  });
}

function refused(message: string, hint: string): AppError {
  return new AppError("invalid_request", { public: message, hint, fields: { plugins: message } });
}
