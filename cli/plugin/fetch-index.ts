import { z } from "zod";
import type { ServerFile } from "@/cli/contract/server";
import { readJson, writeJson } from "@/cli/lib/files";
import type { Paths } from "@/cli/lib/paths";
import { fetchRegistry } from "./fetch-registry";
import { type VerifiedIndex, verifyIndex } from "./verify-index";

const indexLimitBytes = 4 * 1024 * 1024;
const stateSchema = z.object({ lastVersion: z.number().int().nonnegative() });

/** The signed index of the registry, verified. Its version is remembered: from then on an older one is refused. */
export async function fetchIndex(paths: Paths, server: ServerFile): Promise<VerifiedIndex> {
  const state = (await readJson(paths.registryState, stateSchema)) ?? { lastVersion: 0 };
  const bytes = await fetchRegistry(`${server.registryUrl}/index.json`, {
    what: "the index",
    limitBytes: indexLimitBytes,
    notFoundCode: "registry_unavailable",
  });
  const verified = verifyIndex(bytes, {
    publicKey: server.registryPublicKey,
    lastVersion: state.lastVersion,
    now: new Date(),
  });
  if (verified.index.version > state.lastVersion) {
    await writeJson(paths.registryState, { lastVersion: verified.index.version });
  }
  return verified;
}
