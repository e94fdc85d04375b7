import { Section } from "@/components/ui/card";
import type { ServerDetail } from "@/lib/server/server-schemas";

export function ServerPlugins({ server }: { server: ServerDetail }) {
  if (server.plugins.length === 0) return null;
  return (
    <Section
      title="Plugins"
      description="Signed packages, verified on the server before they were installed."
    >
      <ul className="-my-2 divide-y divide-line">
        {server.plugins.map((plugin) => (
          <li key={plugin.name} className="flex items-center gap-3 py-2.5 text-sm">
            <span className="min-w-0 flex-1 font-medium">{plugin.title}</span>
            <span className="font-mono text-xs text-ink-faint">{plugin.version}</span>
            {plugin.url ? (
              <a
                href={plugin.url}
                target="_blank"
                rel="noreferrer"
                className="rounded text-accent hover:underline"
              >
                Open<span className="sr-only"> {plugin.title} in a new tab</span>
              </a>
            ) : (
              <span className="text-ink-faint">internal</span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
