import { apiDocument } from "@/app/api/v1/_routes/api-document";

export function GET(): Response {
  return Response.json(apiDocument(), {
    headers: { "cache-control": "public, max-age=60" },
  });
}
