import { findPlugin } from "@/lib/plugin/catalogue";
import type { Server, ServerPlugin } from "@/prisma/client/client";
import { serverUrl } from "./server-names";

/** The addresses of a server that its owner opens, from the seed's subdomain table. */
export function serverLinks(server: Server & { plugins: ServerPlugin[] }): { title: string; url: string }[] {
  const plugins = server.plugins.flatMap((installed) => {
    const manifest = findPlugin(installed.name);
    return manifest?.route ? [{ title: manifest.title, url: serverUrl(server, manifest.route) }] : [];
  });
  return [
    { title: "GraphQL API", url: serverUrl(server, "api") },
    { title: "Auth", url: serverUrl(server, "auth") },
    { title: "Storage", url: serverUrl(server, "storage") },
    ...plugins,
  ];
}
