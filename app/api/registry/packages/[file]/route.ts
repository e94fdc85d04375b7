import { problemResponse } from "@/lib/api/problem";
import { newId } from "@/lib/ids";
import { downloadPackage } from "@/lib/plugin/download-package";

export async function GET(
  request: Request,
  context: { params: Promise<{ file: string }> },
): Promise<Response> {
  try {
    const { file } = await context.params;
    const licenseKey = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
    const bytes = await downloadPackage(file, licenseKey);
    return new Response(new Uint8Array(bytes), {
      headers: { "content-type": "application/gzip", "content-length": String(bytes.byteLength) },
    });
  } catch (error) {
    return problemResponse(error, newId("request"));
  }
}
