import { ZodError } from "zod";
import type { Provider } from "@/sandbox/provider";
import { matchRoute, type RouteTable } from "@/sandbox/routes";
import { type AccessKeys, accessKeySchema, adminKey } from "./access-keys";

const storageKeysMountPath = "/sandbox/storage/keys";

/** Access keys of the object store, which real providers hand out in their consoles. */
export function createStorageKeys(keys: AccessKeys): Provider {
  const routes: RouteTable = [
    [`GET ${storageKeysMountPath}`, () => Response.json(keys.all())],
    [
      `POST ${storageKeysMountPath}`,
      async ({ request }) => {
        const key = accessKeySchema.parse(await request.json());
        if (key.id === adminKey.id)
          return Response.json({ error: "the admin key stays as it is" }, { status: 409 });
        return Response.json(keys.put(key), { status: 201 });
      },
    ],
    [
      `DELETE ${storageKeysMountPath}/:id`,
      ({ param }) => {
        if (param("id") === adminKey.id)
          return Response.json({ error: "the admin key stays" }, { status: 409 });
        keys.delete(param("id"));
        return new Response(null, { status: 204 });
      },
    ],
  ];
  return {
    mountPath: storageKeysMountPath,
    title: "Object storage keys",
    close: async () => {},
    handle: async (request) => {
      const match = matchRoute(routes, request);
      if (!match) return Response.json({ error: "no such path" }, { status: 404 });
      try {
        return await match.handler(match.call);
      } catch (error) {
        if (error instanceof ZodError)
          return Response.json({ error: "invalid input", issues: error.issues }, { status: 422 });
        if (error instanceof SyntaxError) return Response.json({ error: "malformed JSON" }, { status: 400 });
        throw error;
      }
    },
  };
}
