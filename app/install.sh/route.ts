import { env } from "@/lib/env";
import { nselfBundle } from "@/lib/machine/nself-bundle";
import { renderInstallScript } from "@/lib/stack/install-script";

export const dynamic = "force-dynamic";

/** `curl -fsSL <app>/install.sh | sh`: downloads `nself.mjs`, checks its hash, installs it. */
export async function GET(): Promise<Response> {
  const { sha256, version } = await nselfBundle();
  return new Response(renderInstallScript({ baseUrl: env().APP_URL, sha256, version }), {
    headers: { "content-type": "text/x-shellscript; charset=utf-8", "cache-control": "no-cache" },
  });
}
