import { createHash } from "node:crypto";
import { command } from "@/cli/command";
import { licenseSetSchema } from "@/cli/contract/server";
import { Failure } from "@/cli/lib/failure";
import { writeFileAtomically } from "@/cli/lib/files";

export default command({
  name: "license set",
  summary: "Keep the licence key (standard input)",
  exclusive: true,
  output: licenseSetSchema,
  run: async ({ paths, readInput }) => {
    const key = (await readInput()).trim();
    // nself_<product>_<secret>, the secret at least 32 characters.
    if (!/^nself_[a-z]+_[A-Za-z0-9_-]{32,200}$/.test(key)) {
      throw new Failure("invalid_license", "That is not a licence key", { exit: "usage" });
    }
    await writeFileAtomically(paths.licenseKey, `${key}\n`, 0o600);
    return { keyHash: createHash("sha256").update(key).digest("hex") };
  },
  render: (data) => `Licence ${data.keyHash.slice(0, 12)}… is set`,
});
