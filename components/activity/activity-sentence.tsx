import type { ActivityItem } from "@/lib/audit/audit-schemas";

type Details = Record<string, unknown>;
const text = (details: Details, key: string) => String(details[key] ?? "");

const time = (details: Details, key: string) => `${text(details, key).slice(0, 19).replace("T", " ")} UTC`;

export const activitySentences: Record<string, (details: Details) => string> = {
  "server.created": (d) =>
    `ordered server ${text(d, "name")} (${text(d, "serverType")} in ${text(d, "location")})`,
  "server.deleted": (d) => `asked to delete server ${text(d, "name")}`,
  "server.restart_requested": (d) => `restarted ${d.service ? text(d, "service") : "all services"}`,
  "server.restore_requested": (d) =>
    `asked to restore to ${time(d, "target")}${d.into === "in_place" ? "" : ` into the new server ${text(d, "into")}`}`,
  "server.restore_undone": () => "undid a restore",
  "backup.requested": (d) => `asked for a backup${d.label ? ` (${text(d, "label")})` : ""}`,
  "backup.verification_requested": () => "asked to verify a backup",
  "backup.policy_changed": () => "changed when backups are made and how long they are kept",
  "drill.requested": (d) => `started the drill ${text(d, "scenario")}`,
  "operator.visit_started": () => "began a visit to help",
  "operator.visit_ended": () => "ended the visit",
  "job.retried": (d) => `retried a job (attempt ${text(d, "attempt")})`,
  "job.cancelled": () => "cancelled a job",
  "credentials.revealed": () => "showed the admin credentials through the one-time link",
  "credentials.link_sent": () => "sent a new one-time link to the admin credentials",
  "team.created": (d) => `made the team ${text(d, "name")}`,
  "team.renamed": (d) => `renamed the team to ${text(d, "name")}`,
  "member.invited": (d) => `invited ${text(d, "email")} as ${text(d, "role")}`,
  "member.joined": (d) => `joined as ${text(d, "role")}`,
  "member.removed": (d) => `removed ${text(d, "email")}`,
  "member.role_changed": (d) => `made ${text(d, "email")} ${text(d, "to")} (was ${text(d, "from")})`,
  "invitation.revoked": (d) => `withdrew the invitation of ${text(d, "email")}`,
  "token.created": (d) => `made the API token ${text(d, "name")}`,
  "token.revoked": () => "revoked an API token",
};

/** What happened, as a sentence. An action without words of its own is named as it is. */
export function ActivitySentence({ item }: { item: ActivityItem }) {
  const words = activitySentences[item.action]?.(item.details) ?? item.action;
  const { reason } = item.details;
  return (
    <span className="min-w-0 flex-1 basis-64 break-words">
      <span className="font-medium">{item.actor}</span> <span className="text-ink-soft">{words}</span>
      {typeof reason === "string" ? <span className="block text-ink-soft">Reason: {reason}</span> : null}
    </span>
  );
}
