import { nselfBundle } from "@/lib/machine/nself-bundle";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const { bytes, sha256 } = await nselfBundle();
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "x-checksum-sha256": sha256,
      "cache-control": "no-cache",
    },
  });
}
