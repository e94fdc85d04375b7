import { ListCard } from "@/components/backup/list-card";
import { ServerStatusBadge } from "@/components/server/server-status-badge";
import { Button } from "@/components/ui/button";
import type { Customer } from "@/lib/operator/operator-schemas";

/** Where a visit begins: a team, at one of its servers or at their list. */
export interface Destination {
  team: Customer["team"];
  server: Customer["servers"][number] | null;
}

const shownMembers = 4;

export function CustomerCard({
  customer: { team, members, servers, mine },
  onVisit,
}: {
  customer: Customer;
  onVisit(destination: Destination): void;
}) {
  const unnamed = members.length - shownMembers;
  return (
    <ListCard
      title={team.name}
      description={
        <>
          <span className="block break-all">
            {members
              .slice(0, shownMembers)
              .map(({ email, role }) => `${email} (${role})`)
              .join(", ")}
            {unnamed > 0 ? ` and ${unnamed} more` : null}
          </span>
          <span className="block font-mono text-xs break-all text-ink-faint">{team.id}</span>
        </>
      }
      action={
        mine ? (
          <span className="text-sm text-ink-soft">You belong to it: use the switcher.</span>
        ) : (
          <Button
            size="sm"
            onClick={() => onVisit({ team, server: null })}
            aria-label={`Visit the team ${team.name}…`}
          >
            Visit the team…
          </Button>
        )
      }
    >
      {servers.length === 0 ? <p className="px-5 py-4 text-sm text-ink-faint">No servers.</p> : null}
      <ul className="divide-y divide-line" aria-label={`Servers of ${team.name}`}>
        {servers.map((server) => (
          <li key={server.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
            <div className="min-w-0 flex-1 basis-56">
              <span className="block truncate font-medium">{server.name}</span>
              <span className="block truncate text-sm text-ink-soft">{server.domain}</span>
              <span className="block truncate font-mono text-xs text-ink-faint">{server.id}</span>
            </div>
            <div className="flex flex-1 items-center justify-between gap-4 sm:flex-none">
              <ServerStatusBadge status={server.status} />
              {mine ? null : (
                <Button
                  size="sm"
                  onClick={() => onVisit({ team, server })}
                  aria-label={`Visit the server ${server.name}…`}
                >
                  Visit…
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </ListCard>
  );
}
