import { RelativeTime } from "@/components/time/relative-time";
import { Badge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import type { ServerDetail } from "@/lib/server/server-schemas";

const tones: Record<ServerDetail["services"][number]["status"], Tone> = {
  healthy: "good",
  degraded: "warn",
  unhealthy: "bad",
  starting: "accent",
  stopped: "neutral",
};

const names: Record<string, string> = {
  postgres: "PostgreSQL",
  hasura: "Hasura",
  auth: "Auth",
  nginx: "Nginx",
  minio: "MinIO",
  redis: "Redis",
};

export function ServerServices({ server }: { server: ServerDetail }) {
  return (
    <Section
      title="Services"
      description={
        server.healthCheckedAt ? (
          <>
            Checked <RelativeTime time={server.healthCheckedAt} />
          </>
        ) : (
          "Not checked yet"
        )
      }
    >
      <ul className="-my-2 divide-y divide-line">
        {server.services.map((service) => (
          <li key={service.name} className="flex items-center gap-3 py-2.5 text-sm">
            <span className="min-w-0 flex-1">
              <span className="font-medium">{names[service.name] ?? service.name}</span>
              {service.detail ? <span className="block text-ink-faint">{service.detail}</span> : null}
            </span>
            <span className="text-ink-faint tabular-nums">
              {service.latencyMs === null ? "" : `${Math.max(1, Math.round(service.latencyMs))} ms`}
            </span>
            <Badge tone={tones[service.status]}>{service.status}</Badge>
          </li>
        ))}
      </ul>
    </Section>
  );
}
